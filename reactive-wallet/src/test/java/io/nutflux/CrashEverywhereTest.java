package io.nutflux;

import io.nutflux.CrashEverywhere.MintFault;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.TestMint;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The process dies at every command that an operation gives its store, before it is carried out and after, with the mint
 * well and with the mint failing: recovery then loses nothing and counts nothing twice (X.14 to X.18, 13.8, 03.8, 04.13).
 *
 * <p>The commands come from a run without a crash, so a new step is covered by itself.
 */
class CrashEverywhereTest {

    private final TestMint mint = CrashEverywhere.mint();
    private final CrashEverywhere crashes = new CrashEverywhere(mint, WalletStore::inMemory);

    @AfterEach
    void close() {
        mint.close();
    }

    @TestFactory
    Stream<DynamicTest> redeemOfMixedBatch_diesAnywhere_losesNothing() {
        return crashes.tests(CrashScenario.Redeeming::new, MintFault.values());
    }

    @TestFactory
    Stream<DynamicTest> mint_diesAnywhere_losesNothing() {
        return crashes.tests(CrashScenario.Minting::new, MintFault.values());
    }

    @TestFactory
    Stream<DynamicTest> sendBySwap_diesAnywhere_losesNothing() {
        return crashes.tests(at -> new CrashScenario.Sending(at, false), MintFault.values());
    }

    @TestFactory
    Stream<DynamicTest> sendOffline_diesAnywhere_losesNothing() {
        return crashes.tests(at -> new CrashScenario.Sending(at, true), MintFault.NONE);
    }
}
