package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.event.WalletEvent;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Obstacle;
import io.nutflux.model.Obstacle.Reason;
import io.nutflux.model.RecoveryReport;
import io.nutflux.model.RecoveryReport.Outcome;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.UnfinishedOperation;
import io.nutflux.model.Verification.Difference;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.testmint.TestMint;
import io.nutflux.vault.TestKeys;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One operation that cannot be worked on keeps none of the others, and says why. */
class BadOperationTest {

    private static final String TAMPERED = "UPDATE request SET sealed = CAST(x'00' || substr(sealed, 2) AS BLOB)";
    private static final String CORRUPT = "DELETE FROM incoming_token";

    @TempDir
    private Path directory;

    private final TestMint mint = TestMint.builder().noCachedResponses().start();
    private final TestMint plain = TestMint.builder().noCachedResponses().start();
    /** An address of this machine that is not taken for one. */
    private final MintUrl plainUrl =
            MintUrl.of("http://[::ffff:127.0.0.1]:" + URI.create(plain.url()).getPort());

    private final WalletHarness wallets = new WalletHarness();
    private Path file;
    private WalletStore store;

    @BeforeEach
    void open() {
        file = directory.resolve("wallet.db");
        store = Objects.requireNonNull(
                SqliteStore.open(file, TestKeys.provider()).block(PATIENCE));
    }

    @AfterEach
    void close() {
        wallets.close();
        store.close().block(PATIENCE);
        mint.close();
        plain.close();
    }

    private WalletOptions options(Duration lease, Duration interval) {
        return WalletHarness.options(MintUrl.of(mint.url()))
                .withRecovery(
                        // What is put off is not due when another wallet is opened, but only to who asks for it.
                        new RecoveryOptions(lease, interval, Duration.ofHours(1), Duration.ofHours(1), 16));
    }

    /** A wallet that dies before it settles; nobody takes up what it leaves but for who is asked to. */
    private CashuWallet dying(boolean plainHttp) {
        return wallets.open(
                FaultyStore.on(store).dieAt("settle", false).store(),
                options(Duration.ofHours(1), Duration.ofHours(1)).withPlainHttp(plainHttp));
    }

    private void redeemAndDie(String key) {
        dying(false)
                .redeem(new RedeemRequest(key, mint.token(8, 2)))
                .onErrorComplete()
                .block(PATIENCE);
    }

    /** What the wallet leaves is due at once for others, as if its lease had run out. */
    private void makeDue() throws SQLException {
        edit("UPDATE operation SET lease_until = 0");
    }

    private void edit(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as("rows edited").isPositive();
        }
    }

    private CashuWallet opened(Duration interval, boolean plainHttp) {
        return wallets.open(
                FaultyStore.on(store).store(),
                options(Duration.ofSeconds(30), interval).withPlainHttp(plainHttp));
    }

    private static List<RecoveryReport> recover(CashuWallet wallet) {
        return Objects.requireNonNull(wallet.recover().collectList().block(PATIENCE));
    }

    private static List<UnfinishedOperation> pending(CashuWallet wallet) {
        return Objects.requireNonNull(wallet.pending().collectList().block(PATIENCE));
    }

    private static void assertOneLeft(CashuWallet wallet, Reason reason) {
        assertThat(pending(wallet))
                .singleElement()
                .extracting(UnfinishedOperation::obstacle)
                .extracting(Obstacle::reason)
                .isEqualTo(reason);
    }

    private static void assertOneSettledAndOneLeft(List<RecoveryReport> reports, Reason reason) {
        assertThat(reports)
                .extracting(RecoveryReport::outcome)
                .containsExactlyInAnyOrder(Outcome.PENDING, Outcome.SETTLED);
        assertThat(reports)
                .filteredOn(report -> report.outcome() == Outcome.PENDING)
                .allSatisfy(report -> {
                    assertThat(report.detail()).isNotEmpty();
                    assertThat(report.operation().obstacle())
                            .extracting(Obstacle::reason)
                            .isEqualTo(reason);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {TAMPERED, CORRUPT})
    void recover_olderOperationDamaged_settlesTheOther(String damage) throws SQLException {
        redeemAndDie("a");
        edit(damage);
        redeemAndDie("b");
        CashuWallet wallet = opened(Duration.ofHours(1), false);
        assertOneSettledAndOneLeft(recover(wallet), Reason.STORE_DAMAGED);
        assertOneLeft(wallet, Reason.STORE_DAMAGED);
        assertThat(outcome(wallet, "b")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(10);
        assertThat(recover(wallet))
                .singleElement()
                .extracting(RecoveryReport::outcome)
                .isEqualTo(Outcome.PENDING);
    }

    @Test
    void background_olderOperationDamaged_isNamedAndToldOnce() throws Exception {
        redeemAndDie("a");
        edit(TAMPERED);
        redeemAndDie("b");
        CashuWallet wallet = opened(Duration.ofMillis(20), false);
        Queue<WalletEvent.OperationStuck> stuck = new ConcurrentLinkedQueue<>();
        wallet.events().ofType(WalletEvent.OperationStuck.class).subscribe(stuck::add);
        makeDue();
        assertThat(outcome(wallet, "b")).isInstanceOf(RedeemResult.Redeemed.class);
        await().atMost(PATIENCE).untilAsserted(() -> assertOneLeft(wallet, Reason.STORE_DAMAGED));
        await().atMost(PATIENCE).until(() -> !stuck.isEmpty());
        recover(wallet);
        assertThat(stuck).singleElement().satisfies(told -> {
            assertThat(told.reason()).isEqualTo(Reason.STORE_DAMAGED);
            assertThat(told.why()).isNotEmpty();
        });
    }

    @Test
    void recover_mintsAddressNoLongerAllowed_settlesTheOther_andItWhenItIsAllowedAgain() {
        CashuWallet dying = dying(true);
        dying.requestMint(plainUrl, CurrencyUnit.SAT, Amount.of(21))
                .flatMap(quote -> dying.awaitPaid(quote.id(), Duration.ofMillis(5)))
                .flatMap(quote -> dying.mint(quote.id()))
                .onErrorComplete()
                .block(PATIENCE);
        redeemAndDie("b");
        plain.clearLog();
        CashuWallet wallet = opened(Duration.ofHours(1), false);
        assertOneSettledAndOneLeft(recover(wallet), Reason.MINT_NOT_ALLOWED);
        assertOneLeft(wallet, Reason.MINT_NOT_ALLOWED);
        assertThat(spendable(wallet)).isEqualTo(10);
        assertThat(plain.requests("/v1/mint/bolt11")).isZero();
        CashuWallet allowed = opened(Duration.ofHours(1), true);
        assertThat(recover(allowed))
                .singleElement()
                .extracting(RecoveryReport::outcome)
                .isEqualTo(Outcome.SETTLED);
        assertThat(spendable(allowed)).isEqualTo(31);
    }

    @Test
    void verify_mintsAddressNoLongerAllowed_asksTheOthers() {
        CashuWallet before = opened(Duration.ofHours(1), true);
        before.requestMint(plainUrl, CurrencyUnit.SAT, Amount.of(21))
                .flatMap(quote -> before.awaitPaid(quote.id(), Duration.ofMillis(5)))
                .flatMap(quote -> before.mint(quote.id()))
                .block(PATIENCE);
        fund(before, mint, 8);
        CashuWallet wallet = opened(Duration.ofHours(1), false);
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).singleElement().satisfies(difference -> {
            assertThat(difference.kind()).isEqualTo(Difference.Kind.MINT_NOT_ASKED);
            assertThat(difference.mint()).isEqualTo(plainUrl);
            assertThat(difference.amount()).isEqualTo(21);
            assertThat(difference.detail()).contains("plain http");
        });
    }
}
