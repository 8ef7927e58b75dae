package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.WalletException;
import io.nutflux.event.WalletEvent;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.store.GatedStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks;

/** One of two replicas pauses for longer than its leases, in each step of its work; the other one takes over. */
class TakeoverTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final TestMint mint = TestMint.builder().noCachedResponses().start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore beneath = WalletStore.inMemory();
    private final GatedStore pausing = GatedStore.on(beneath);
    private final SettableClock clock = new SettableClock();
    private final Sinks.Empty<Void> pause = Sinks.empty();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private WalletOptions options() {
        return WalletHarness.options(MintUrl.of(mint.url()))
                .withHttp(http -> http.valueResponseTimeout(PATIENCE).valueTotalTimeout(PATIENCE));
    }

    /** The one that pauses; it leaves the looking around to the other. */
    private CashuWallet paused() {
        RecoveryOptions none =
                new RecoveryOptions(LEASE, Duration.ofHours(1), Duration.ofMillis(50), Duration.ofMillis(200), 16);
        return wallets.open(pausing.store(), options().withRecovery(none), clock);
    }

    private CashuWallet other() {
        return wallets.open(GatedStore.on(beneath).store(), options(), clock);
    }

    private CountDownLatch holdAt(String step) {
        return pausing.holdNext(step, pause.asMono());
    }

    private void passLease() {
        clock.jump(LEASE.multipliedBy(2));
    }

    private void resume() {
        pause.tryEmitEmpty();
    }

    private void assertOneOutcome(CashuWallet wallet, long amount) {
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(amount);
        assertThat(mint.outstanding()).isEqualTo(amount);
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
        assertThat(wallet.pending().collectList().block(PATIENCE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"markSent", "settle"})
    void redeem_pausedBeforeAWrite_theOtherEndsIt(String step) throws Exception {
        CountDownLatch reached = holdAt(step);
        CashuWallet slow = paused();
        CompletableFuture<RedeemResult> told =
                slow.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
        GatedStore.await(reached);
        passLease();
        CashuWallet other = other();
        assertThat(outcome(other, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        int swaps = mint.requests("/v1/swap");
        resume();
        assertThat(told.get()).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(mint.requests("/v1/swap")).as("it sends nothing any more").isEqualTo(swaps);
        assertOneOutcome(other, 10);
    }

    @Test
    void redeem_pausedInMidRequest_theOtherEndsIt() throws Exception {
        mint.faults().on("/v1/swap").next(Fault.holdBefore(pause.asMono()));
        CashuWallet slow = paused();
        CompletableFuture<RedeemResult> told =
                slow.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") == 1);
        passLease();
        CashuWallet other = other();
        assertThat(outcome(other, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        int questions = mint.requests("/v1/restore");
        resume();
        assertThat(told.get()).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(mint.requests("/v1/restore")).as("it asks nothing any more").isEqualTo(questions);
        assertOneOutcome(other, 10);
    }

    /** The answer was lost, and the other has the operation and cannot end it yet: pending, then told by an event. */
    @Test
    void redeem_takenOverAndUndecided_isPendingAndThenTold() throws Exception {
        mint.faults().on("/v1/swap").next(Fault.holdAfter(pause.asMono()).and(Fault.statusAfter(503)));
        mint.faults().on("/v1/checkstate").pass(1).always(Fault.statusBefore(503));
        RecoveryOptions often =
                new RecoveryOptions(LEASE, Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(200), 16);
        CashuWallet slow = wallets.open(pausing.store(), options().withRecovery(often));
        Queue<WalletEvent> events = new ConcurrentLinkedQueue<>();
        slow.events().subscribe(events::add);
        CompletableFuture<RedeemResult> told =
                slow.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
        await().atMost(PATIENCE).until(() -> mint.signedCount() > 0);
        passLease();
        CashuWallet other = other();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/checkstate") > 1);
        resume();
        assertThat(told.get()).isInstanceOf(RedeemResult.Pending.class);
        mint.faults().calm();
        assertOneOutcome(other, 10);
        await().atMost(PATIENCE)
                .until(() -> events.stream()
                        .anyMatch(event -> event instanceof WalletEvent.TokenDecided decided
                                && decided.result() instanceof RedeemResult.Redeemed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"markSent", "settle"})
    void send_pausedBeforeAWrite_theValueComesBack(String step) throws Exception {
        CashuWallet slow = paused();
        fund(slow, mint, 64);
        CountDownLatch reached = holdAt(step);
        CompletableFuture<SentToken> told = slow.send(
                        SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(10)))
                .toFuture();
        GatedStore.await(reached);
        passLease();
        CashuWallet other = other();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(other)).isEqualTo(64));
        resume();
        assertThat(told)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOfSatisfying(
                        WalletException.class,
                        e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.OUTCOME_PENDING));
        assertThat(spendable(other)).isEqualTo(64);
        assertThat(verify(other).conserved()).isTrue();
        assertThat(verify(other).differences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"markSent", "settle"})
    void mint_pausedBeforeAWrite_theOtherMintsOnce(String step) throws Exception {
        CashuWallet slow = paused();
        String quote = slow.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(21))
                .flatMap(asked -> slow.awaitPaid(asked.id(), Duration.ofMillis(5)))
                .block(PATIENCE)
                .id();
        CountDownLatch reached = holdAt(step);
        CompletableFuture<?> told = slow.mint(quote).toFuture();
        GatedStore.await(reached);
        passLease();
        CashuWallet other = other();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(other)).isEqualTo(21));
        resume();
        assertThat(told).failsWithin(PATIENCE);
        assertThat(slow.mint(quote).block(PATIENCE).amount()).isEqualTo(Amount.of(21));
        assertThat(mint.outstanding()).isEqualTo(21);
        assertThat(verify(other).conserved()).isTrue();
    }
}
