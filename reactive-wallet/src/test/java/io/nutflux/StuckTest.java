package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.event.WalletEvent;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Obstacle;
import io.nutflux.model.Obstacle.Reason;
import io.nutflux.model.RecoveryReport;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.UnfinishedOperation;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.GatedStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.KeysetSpec;
import io.nutflux.testmint.Lie;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

/** What keeps operations from their end has a name, which a person can find, and hears once. */
class StuckTest {

    private final TestMint mint = TestMint.builder().noCachedResponses().start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore store = WalletStore.inMemory();
    private final Queue<WalletEvent.OperationStuck> stuck = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private WalletOptions options(Duration lease, Duration interval, Duration stuckAfter) {
        return WalletHarness.options(MintUrl.of(mint.url()))
                .withRecovery(new RecoveryOptions(
                        lease, interval, Duration.ofMillis(20), Duration.ofMillis(50), 16, stuckAfter));
    }

    private WalletStore shared() {
        return FaultyStore.on(store).store();
    }

    private CashuWallet recovering() {
        CashuWallet wallet =
                wallets.open(shared(), options(Duration.ofSeconds(30), Duration.ofMillis(20), Duration.ZERO));
        wallet.events().ofType(WalletEvent.OperationStuck.class).subscribe(stuck::add);
        return wallet;
    }

    /** A wallet that dies at {@code command} and leaves what it did due at once. */
    private CashuWallet dying(String command, boolean carriedOut) {
        return wallets.open(
                FaultyStore.on(store).dieAt(command, carriedOut).store(),
                options(Duration.ofMillis(3), Duration.ofHours(1), Duration.ZERO));
    }

    private void redeemAndDie(String command, boolean carriedOut) {
        dying(command, carriedOut)
                .redeem(new RedeemRequest("a", mint.token(8, 2)))
                .onErrorComplete()
                .block(PATIENCE);
    }

    private void assertStuck(CashuWallet wallet, Reason reason) {
        await().atMost(PATIENCE).until(() -> stuck.stream().anyMatch(event -> event.reason() == reason));
        UnfinishedOperation shown = Objects.requireNonNull(wallet.pending().blockFirst(PATIENCE));
        assertThat(shown.obstacle()).extracting(Obstacle::reason).isEqualTo(reason);
        List<RecoveryReport> reports =
                Objects.requireNonNull(wallet.recover().collectList().block(PATIENCE));
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.outcome()).isEqualTo(RecoveryReport.Outcome.PENDING);
            assertThat(report.operation().obstacle())
                    .extracting(Obstacle::reason)
                    .isEqualTo(reason);
        });
        assertThat(stuck)
                .as("once for each reason")
                .filteredOn(event -> event.reason() == reason)
                .hasSize(1);
        // Another replica, or the next start, shows it before it has tried.
        CashuWallet idle = wallets.open(shared(), options(Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO));
        assertThat(idle.pending().blockFirst(PATIENCE).obstacle())
                .extracting(Obstacle::reason)
                .isEqualTo(reason);
    }

    @Test
    void mintDown_isNamed_andSettlesWhenItIsBack() {
        redeemAndDie("settle", false);
        mint.faults().on("/v1/checkstate").always(Fault.statusBefore(503));
        CashuWallet wallet = recovering();
        assertStuck(wallet, Reason.MINT_UNREACHABLE);
        mint.faults().calm();
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(10);
    }

    @Test
    void quoteForgotten_isNamedAndKept() {
        CashuWallet dying = dying("markSent", true);
        MintQuote quote =
                Objects.requireNonNull(dying.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(21))
                        .flatMap(asked -> dying.awaitPaid(asked.id(), Duration.ofMillis(5)))
                        .block(PATIENCE));
        dying.mint(quote.id()).onErrorComplete().block(PATIENCE);
        mint.forgetQuote(quote.id());
        assertStuck(recovering(), Reason.QUOTE_FORGOTTEN);
    }

    /** The mint took the inputs, and now knows nothing of the keyset that it signed with. */
    @Test
    void keysetGone_isNamed_andTheTokenNotCalledSpent() {
        redeemAndDie("settle", false);
        mint.faults().on("/v1/restore").always(Fault.error(12_001, "no such keyset"));
        CashuWallet wallet = recovering();
        assertStuck(wallet, Reason.KEYSET_GONE);
        assertThat(wallet.outcome("a").block(PATIENCE)).isInstanceOf(RedeemResult.Pending.class);
        mint.faults().calm();
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void takenAndNotRestorable_isNamed() {
        redeemAndDie("settle", false);
        mint.faults().on("/v1/restore").always(Fault.html(404));
        assertStuck(recovering(), Reason.SIGNED_BUT_NOT_RESTORABLE);
    }

    /** E.4: it signed for the inputs, calls them unspent, and refuses them as spent: nothing is written off. */
    @Test
    void unspentInWordsAndSpentInDeeds_isNamed_andTheTokenNotCalledSpent() {
        redeemAndDie("settle", false);
        mint.faults().on("/v1/checkstate").always(Fault.lie(Lie.ALL_UNSPENT));
        CashuWallet wallet = recovering();
        await().atMost(PATIENCE).until(() -> !stuck.isEmpty());
        assertThat(wallet.outcome("a").block(PATIENCE)).isInstanceOf(RedeemResult.Pending.class);
        assertThat(stuck).extracting(WalletEvent.OperationStuck::reason).contains(Reason.MINT_CONTRADICTS_ITSELF);
    }

    @Test
    void restoredSignaturesDoNotHold_isNamed() {
        redeemAndDie("settle", false);
        mint.faults().on("/v1/restore").always(Fault.lie(Lie.INVALID_POINT));
        assertStuck(recovering(), Reason.MINT_MISBEHAVES);
    }

    /** E.1: a code that no specification has; the token is neither spent nor false by it. */
    @Test
    void refusedForNoKnownReason_isNamed_andSettlesWhenTheMintIsWell() {
        redeemAndDie("markSent", true);
        mint.faults().on("/v1/swap").always(Fault.error(50_000, "database is locked"));
        CashuWallet wallet = recovering();
        assertStuck(wallet, Reason.REFUSED_WITHOUT_REASON);
        mint.faults().calm();
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(10);
    }

    @Test
    void noKeysetToSignWith_isNamed_andSettlesOnTheNextOne() {
        redeemAndDie("markSent", true);
        mint.deactivate(mint.keysetId());
        CashuWallet wallet = recovering();
        assertStuck(wallet, Reason.NO_ACTIVE_KEYSET);
        mint.addKeyset(KeysetSpec.of("sat"));
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void inUseAtTheMint_isNamed() {
        redeemAndDie("settle", false);
        mint.faults().on("/v1/checkstate").always(Fault.lie(Lie.UNKNOWN_STATE));
        assertStuck(recovering(), Reason.IN_USE_AT_MINT);
    }

    @Test
    void passingObstacle_isNotToldWhileTheOperationIsYoung() {
        redeemAndDie("settle", false);
        mint.faults().on("/v1/checkstate").always(Fault.statusBefore(503));
        CashuWallet wallet =
                wallets.open(shared(), options(Duration.ofSeconds(30), Duration.ofMillis(20), Duration.ofHours(1)));
        wallet.events().ofType(WalletEvent.OperationStuck.class).subscribe(stuck::add);
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/checkstate") > 4);
        assertThat(wallet.pending().blockFirst(PATIENCE).obstacle()).isNotNull();
        assertThat(stuck).isEmpty();
    }

    /** One dead mint with many operations keeps nobody else's from being settled. */
    @Test
    void oneMintDead_theOthersOperationsSettle() {
        try (TestMint dead = TestMint.builder().noCachedResponses().start()) {
            WalletOptions both = WalletHarness.options(MintUrl.of(mint.url()), MintUrl.of(dead.url()));
            dead.faults().on("/v1/swap").always(Fault.statusBefore(503));
            CashuWallet before = wallets.open(
                    shared(),
                    both.withRedeem(redeem -> redeem.maxInputsPerSwap(1).concurrentSwaps(60))
                            .withRecovery(new RecoveryOptions(
                                    Duration.ofSeconds(30),
                                    Duration.ofHours(1),
                                    Duration.ofMillis(1),
                                    Duration.ofMillis(1),
                                    16)));
            assertThat(redeem(before, dead.tokens(60, 4)).values()).allMatch(RedeemResult.Pending.class::isInstance);
            before.close(Duration.ZERO).block(PATIENCE);
            dead.clearLog();
            redeemAndDie("settle", false);
            dead.faults()
                    .on("/v1/checkstate")
                    .always(Fault.holdBefore(Sinks.empty().asMono()));
            CashuWallet wallet = wallets.open(
                    shared(),
                    both.withRecovery(new RecoveryOptions(
                            Duration.ofSeconds(30),
                            Duration.ofMillis(20),
                            Duration.ofHours(1),
                            Duration.ofHours(1),
                            4)));
            assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(wallet.pending().collectList().block(PATIENCE))
                                    .hasSize(60)
                                    .allMatch(left -> left.obstacle() != null
                                            && left.obstacle().reason() == Reason.MINT_UNREACHABLE));
            assertThat(dead.requests("/v1/checkstate")).as("not once for each").isLessThan(60);
        }
    }

    /** What background recovery has in hand at this moment is waited for and reported. */
    @Test
    void recover_whileBackgroundRecoveryIsAtWork_reportsItsEnd() throws Exception {
        redeemAndDie("settle", false);
        Sinks.Empty<Void> gate = Sinks.empty();
        GatedStore gated = GatedStore.on(store);
        CountDownLatch reached = gated.holdNext("settle", gate.asMono());
        CashuWallet wallet =
                wallets.open(gated.store(), options(Duration.ofSeconds(30), Duration.ofMillis(20), Duration.ZERO));
        GatedStore.await(reached);
        CompletableFuture<List<RecoveryReport>> reports =
                wallet.recover().collectList().toFuture();
        assertThat(reports).isNotDone();
        gate.tryEmitEmpty();
        assertThat(reports.get())
                .singleElement()
                .extracting(RecoveryReport::outcome)
                .isEqualTo(RecoveryReport.Outcome.SETTLED);
        assertThat(redeem(wallet, "a", mint.token(8))).isInstanceOf(RedeemResult.Refused.class);
    }
}
