package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.CrashEverywhere.MintFault;
import io.nutflux.CrashRedeeming.Oddity;
import io.nutflux.CrashSending.How;
import io.nutflux.store.WalletStore;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The process dies at every step of an operation, command to its store or request to its mint, with the mint well and with
 * the mint failing, and again while it recovers: recovery then loses nothing and counts nothing twice (X.14 to X.18, 13.8,
 * 03.8, 04.13). The same on each kind of store.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CrashMatrix {

    /** Deaths in recovery after each death in use, in the long run. */
    private static final int AGAIN = Integer.getInteger("nutflux.crash.again", 6);

    private CrashEverywhere crashes;

    /** A name for people. */
    abstract String name();

    /** The store of one wallet's life; its user does not close it. */
    abstract WalletStore store();

    /** Deaths in recovery after each death in use, in the short run. */
    int again() {
        return 0;
    }

    /** One in how many points to die at are died at in the short run; odd, lest all be of one sort. */
    int every() {
        return 1;
    }

    @BeforeAll
    void begin() {
        crashes = new CrashEverywhere(name(), this::store);
    }

    @AfterAll
    void tell() {
        crashes.close();
        assertThat(crashes.crashed()).isPositive();
    }

    final void redeeming(Oddity oddity, MintFault fault, int again, int every) {
        crashes.run(mint -> new CrashRedeeming(mint, oddity), fault, again, every);
    }

    final void minting(MintFault fault, int again, int every) {
        crashes.run(CrashMinting::new, fault, again, every);
    }

    final void sending(How how, MintFault fault, int again, int every) {
        crashes.run(mint -> new CrashSending(mint, how), fault, again, every);
    }

    final void accepting(MintFault fault, int again, int every) {
        crashes.run(CrashInbox::new, fault, again, every);
    }

    final void reclaiming(MintFault fault, int again, int every) {
        crashes.run(CrashReclaiming::new, fault, again, every);
    }

    @Test
    void acceptAndRedeemLater_diesAnywhere_losesNothing() {
        accepting(MintFault.NONE, again(), every());
    }

    @Test
    void redeemOfMixedBatch_diesAnywhere_losesNothing() {
        redeeming(Oddity.FALSE_SIGNATURE, MintFault.NONE, again(), every());
    }

    @Test
    void sendBySwap_diesAnywhere_losesNothing() {
        sending(How.SWAP, MintFault.NONE, again(), every());
    }

    @Test
    void mint_diesAnywhere_losesNothing() {
        minting(MintFault.NONE, again(), every());
    }

    @Test
    void reclaim_diesAnywhere_losesNothing() {
        reclaiming(MintFault.NONE, again(), every());
    }

    @Test
    @Tag("deep")
    void everything_diesAnywhereAndAgainInRecovery_losesNothing() {
        for (Oddity oddity : Oddity.values()) {
            redeeming(oddity, MintFault.NONE, AGAIN, 1);
        }
        for (How how : How.values()) {
            sending(how, MintFault.NONE, AGAIN, 1);
        }
        minting(MintFault.NONE, AGAIN, 1);
        accepting(MintFault.NONE, AGAIN, 1);
        reclaiming(MintFault.NONE, AGAIN, 1);
        for (MintFault fault : Set.of(MintFault.ANSWER_LOST, MintFault.NOT_REACHED, MintFault.REFUSED)) {
            redeeming(Oddity.FALSE_SIGNATURE, fault, 1, 1);
            sending(How.SWAP, fault, 1, 1);
            minting(fault, 1, 1);
            accepting(fault, 1, 1);
            reclaiming(fault, 1, 1);
        }
    }
}
