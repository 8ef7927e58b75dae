package io.nutflux;

import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.Seed;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Builds a {@link CashuWallet}. A store and a seed are needed; the rest has defaults. Not thread-safe. */
public final class WalletBuilder {

    private @Nullable WalletStore store;
    private boolean closesStore = true;
    private @Nullable Seed seed;
    private WalletId walletId = WalletId.DEFAULT;
    private WalletOptions options = WalletOptions.defaults();
    private Clock clock = Clock.systemUTC();
    private @Nullable Randomness randomness;

    WalletBuilder() {}

    /** Where the wallet lives; closed with the wallet. For a store of several wallets there is {@link #sharedStore}. */
    public WalletBuilder store(WalletStore value) {
        store = value;
        closesStore = true;
        return this;
    }

    /**
     * Where the wallet lives, beside others: it stays open when the wallet is closed, and is the caller's to close after the
     * last of them. Each wallet of a store has a {@link #walletId} and a {@link #seed} of its own; its threads and its
     * connections to mints are its own too.
     */
    public WalletBuilder sharedStore(WalletStore value) {
        store = value;
        closesStore = false;
        return this;
    }

    /**
     * The wallet's seed (NUT-13). With it alone a wallet can be restored from its mints. No two wallets may have the same,
     * since both would use its counters; several processes that open the same wallet of one store may.
     */
    public WalletBuilder seed(Seed value) {
        seed = value;
        return this;
    }

    /** Which wallet of the store; {@link WalletId#DEFAULT} if not said. */
    public WalletBuilder walletId(WalletId value) {
        walletId = value;
        return this;
    }

    public WalletBuilder options(WalletOptions value) {
        options = value;
        return this;
    }

    /** The clock for expiries and leases; the system's if not said. */
    public WalletBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    /** Replaces the source of randomness: for tests only. */
    public WalletBuilder randomness(Randomness value) {
        randomness = value;
        return this;
    }

    /**
     * Completes if {@link #open} would not be refused for the seed: the wallet of the store is bound to it, or not bound yet.
     * For whoever keeps the words, before they are put where later openings take them from. Reads only; opens, binds and
     * closes nothing.
     *
     * <p>Errors: {@link io.nutflux.error.StoreException.Kind#WRONG_KEY} if the wallet is bound to another seed, and whatever
     * keeps the store from telling. Signals arrive on the store's thread.
     *
     * @throws IllegalStateException if there is no store or no seed
     */
    public Mono<Void> checkSeed() {
        return SeedBinding.check(chosenStore(), walletId, chosenSeed());
    }

    /**
     * Opens the wallet, starts its recovery, and emits it on one of its own threads. Each subscription opens another.
     *
     * <p>The first opening binds the wallet of the store to the seed. Fails with {@link
     * io.nutflux.error.StoreException.Kind#WRONG_KEY} if it is bound to another one; the store stays open then.
     *
     * @throws IllegalStateException if there is no store or no seed
     */
    public Mono<CashuWallet> open() {
        WalletStore chosenStore = chosenStore();
        Mono<Void> storeClosing = closesStore ? Mono.defer(chosenStore::close) : Mono.empty();
        Seed chosenSeed = chosenSeed();
        WalletId chosenId = walletId;
        WalletOptions chosenOptions = options;
        Clock chosenClock = clock;
        Randomness chosenRandomness = randomness == null ? Randomness.secure() : randomness;
        return SeedBinding.bind(chosenStore, chosenId, chosenSeed)
                .then(onAThreadThatMayBlock(Mono.defer(() -> DefaultWallet.open(
                        chosenStore,
                        storeClosing,
                        chosenSeed,
                        chosenId,
                        chosenOptions,
                        chosenClock,
                        chosenRandomness))));
    }

    /** The first wallet of a process loads classes, and with them native libraries from files. */
    private static <T> Mono<T> onAThreadThatMayBlock(Mono<T> opening) {
        return Mono.using(
                () -> Schedulers.newBoundedElastic(1, 1, "nutflux-begin", 1, true),
                opening::subscribeOn,
                Scheduler::dispose);
    }

    private WalletStore chosenStore() {
        return required(store);
    }

    private Seed chosenSeed() {
        return required(seed);
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a wallet needs a store and a seed");
        }
        return value;
    }
}
