package io.nutflux;

import io.nutflux.CrashEverywhere.MintFault;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.testmint.TestMint;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link CrashEverywhereTest} on SQLite: all wallets in one file. */
class CrashOnSqliteTest {

    @TempDir
    private Path directory;

    private final TestMint mint = CrashEverywhere.mint();
    private WalletStore store;
    private CrashEverywhere crashes;

    @BeforeEach
    void open() {
        store = Objects.requireNonNull(
                SqliteStore.open(directory.resolve("wallets.db")).block(WalletHarness.PATIENCE));
        crashes = new CrashEverywhere(mint, () -> store);
    }

    @AfterEach
    void close() {
        store.close().block(WalletHarness.PATIENCE);
        mint.close();
    }

    @TestFactory
    Stream<DynamicTest> redeemOfMixedBatch_diesAnywhere_losesNothing() {
        return crashes.tests(CrashScenario.Redeeming::new, MintFault.ANSWER_LOST);
    }

    @TestFactory
    Stream<DynamicTest> sendBySwap_diesAnywhere_losesNothing() {
        return crashes.tests(at -> new CrashScenario.Sending(at, false), MintFault.NONE);
    }

    @TestFactory
    @Tag("deep")
    Stream<DynamicTest> all_dieAnywhere_loseNothing() {
        return Stream.of(
                        crashes.tests(CrashScenario.Redeeming::new, MintFault.values()),
                        crashes.tests(CrashScenario.Minting::new, MintFault.values()),
                        crashes.tests(at -> new CrashScenario.Sending(at, false), MintFault.values()),
                        crashes.tests(at -> new CrashScenario.Sending(at, true), MintFault.NONE))
                .flatMap(tests -> tests);
    }
}
