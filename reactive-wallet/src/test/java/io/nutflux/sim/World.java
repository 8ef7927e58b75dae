package io.nutflux.sim;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.MemoryMint;
import java.util.List;

/** What all replicas of a run share: time, chance, the mint, the store and whoever watches. */
final class World {

    static final MintUrl MINT = MintUrl.of("https://mint.example");
    static final CurrencyUnit UNIT = CurrencyUnit.SAT;
    static final WalletId WALLET = WalletId.DEFAULT;

    private static final List<Long> FEES = List.of(0L, 100L, 500L);
    private static final int MAX_ROTATIONS = 6;

    private final EventLoop loop;
    private final Chaos chaos;
    private final MemoryMint mint;
    private final WalletStore store = WalletStore.inMemory();
    private final Evidence evidence;
    private int rotations;
    private final boolean inbox;
    private boolean mintDown;
    private int messages;

    /** @param inbox whether callers use the inbox too */
    World(EventLoop loop, Chaos chaos, MemoryMint mint, boolean inbox) {
        this.inbox = inbox;
        this.loop = loop;
        this.chaos = chaos;
        this.mint = mint;
        this.evidence = new Evidence(loop, store, mint);
    }

    EventLoop loop() {
        return loop;
    }

    Chaos chaos() {
        return chaos;
    }

    MemoryMint mint() {
        return mint;
    }

    /** As it is, without faults. */
    WalletStore store() {
        return store;
    }

    Evidence evidence() {
        return evidence;
    }

    /** Whether callers use the inbox too, and workers in the replicas redeem what is in it. */
    boolean hasInbox() {
        return inbox;
    }

    boolean isMintDown() {
        return mintDown;
    }

    void mintDown(boolean down) {
        mintDown = down;
        loop.note(down ? "mint goes down" : "mint is up");
    }

    /** The mint signs with another keyset from now on; it does so a few times at most. */
    void rotate() {
        if (rotations++ < MAX_ROTATIONS) {
            long fee = chaos.dice().oneOf(FEES);
            loop.note("mint rotates its keyset, fee " + fee);
            mint.rotate(fee);
        }
    }

    /** A name for the next request or command, in order. */
    String nextMessage() {
        return "#" + ++messages;
    }
}
