package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RecoveryReport;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.Operation;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Answers that come late, and owners that change, at the worst moment. */
class RecoveryRaceTest {

    private final TestMint mint =
            TestMint.builder().noCachedResponses().recordBodies(1).start();
    private final TestMint caching = TestMint.builder().start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore store = WalletStore.inMemory();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
        caching.close();
    }

    private WalletOptions options(TestMint at) {
        return WalletHarness.options(MintUrl.of(at.url()))
                .withHttp(http -> http.valueResponseTimeout(Duration.ofMillis(300)));
    }

    private WalletOptions withoutRecovery(TestMint at) {
        return options(at)
                .withRecovery(new RecoveryOptions(
                        Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), 16));
    }

    /** X.15, E.4: the request that was given up comes through between two questions about it. */
    @Test
    void findOut_mintActsBetweenRestoreAndStates_isSettled() {
        Sinks.Empty<Void> swapMayBegin = Sinks.empty();
        Sinks.Empty<Void> swapDone = Sinks.empty();
        mint.faults()
                .on("/v1/swap")
                .next(Fault.holdBefore(swapMayBegin.asMono()).and(Fault.after(swapDone::tryEmitEmpty)));
        mint.faults()
                .on("/v1/restore")
                .next(Fault.after(swapMayBegin::tryEmitEmpty).and(Fault.holdAfter(swapDone.asMono())));
        CashuWallet wallet = wallets.open(store, options(mint));
        // However the questions are ordered, the gate must open in the end.
        mint.faults().on("/v1/checkstate").pass(1).next(Fault.after(swapMayBegin::tryEmitEmpty));
        redeem(wallet, "a", mint.token(8, 2));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(wallet)).isEqualTo(10));
        assertThat(wallet.outcome("a").block(PATIENCE)).isInstanceOf(RedeemResult.Redeemed.class);
    }

    /** E.3: a refusal of a repeat says nothing of the attempt that was not answered. */
    @Test
    void redeem_repeatRefusedWhileFirstAttemptIsUnderWay_isSettled() {
        Sinks.Empty<Void> gate = Sinks.empty();
        String token = caching.token(8, 2);
        caching.faults()
                .on("/v1/swap")
                .next(Fault.holdBefore(gate.asMono()), Fault.error(11_002, "proofs are pending"));
        CashuWallet wallet = wallets.open(store, options(caching));
        RedeemResult first = redeem(wallet, "a", token);
        gate.tryEmitEmpty();
        assertThat(first).isNotInstanceOf(RedeemResult.Invalid.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(wallet)).isEqualTo(10));
        assertThat(redeem(wallet, "a", token)).isInstanceOf(RedeemResult.Redeemed.class);
    }

    /** X.15, E.3: what a proxy, or another replica, sent too may be refused because the mint works on it, or after it did. */
    @ParameterizedTest
    @ValueSource(ints = {11_002, 12_002})
    void redeem_refusedWhileACopyOfTheRequestComesThrough_isSettled(int code) throws Exception {
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on("/v1/swap").next(Fault.error(code, "not now"));
        mint.faults().on("/v1/checkstate").pass(1).next(Fault.holdBefore(gate.asMono()));
        CashuWallet wallet = wallets.open(store, options(mint));
        CompletableFuture<RedeemResult> result =
                wallet.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/checkstate") == 2);
        HttpRequest copy = HttpRequest.newBuilder(URI.create(mint.url() + "/v1/swap"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        mint.bodies("/v1/swap").get(0)))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(copy, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        gate.tryEmitEmpty();
        assertThat(result.get()).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(10);
    }

    /** Invariant 3: what was taken over since it was claimed is the other's. */
    @Test
    void recover_operationTakenOverBeforeItIsLoaded_isLeftAlone() {
        FaultyStore dying = FaultyStore.on(store).dieAt("markSent", true);
        CashuWallet dead = wallets.open(dying.store(), withoutRecovery(mint));
        dead.redeem(new RedeemRequest("a", mint.token(8, 2))).onErrorComplete().block(PATIENCE);
        FaultyStore watched = FaultyStore.on(store);
        watched.beforeNext("load", () -> takeOver().subscribe());
        CashuWallet wallet = wallets.open(watched.store(), withoutRecovery(mint));
        mint.clearLog();
        assertThat(wallet.recover().collectList().block(PATIENCE))
                .singleElement()
                .extracting(RecoveryReport::outcome)
                .isEqualTo(RecoveryReport.Outcome.PENDING);
        assertThat(mint.counts()).doesNotContainKeys("/v1/swap", "/v1/restore", "/v1/checkstate");
    }

    /** Invariant 3: an answer in hand settles, whoever holds the lease by then. */
    @Test
    void redeem_leaseTakenWhileMintAnswers_isRedeemedAllTheSame() throws Exception {
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on("/v1/swap").next(Fault.holdAfter(gate.asMono()));
        CashuWallet wallet = wallets.open(
                store,
                withoutRecovery(mint)
                        .withHttp(http -> http.valueResponseTimeout(PATIENCE).valueTotalTimeout(PATIENCE)));
        CompletableFuture<RedeemResult> result =
                wallet.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
        await().atMost(PATIENCE).until(() -> mint.signedCount() > 0);
        takeOver().block(PATIENCE);
        gate.tryEmitEmpty();
        assertThat(result.get()).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(verify(wallet).conserved()).isTrue();
    }

    /** Invariant 3: who lost an operation does not send it any more, however long it was about to. */
    @Test
    void redeem_leaseTakenWhileAboutToSend_sendsNothing() throws Exception {
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on("/v1/info").next(Fault.holdBefore(gate.asMono()));
        SettableClock clock = SettableClock.stopped();
        CashuWallet wallet = wallets.open(
                store,
                withoutRecovery(mint)
                        .withHttp(http -> http.responseTimeout(PATIENCE).totalTimeout(PATIENCE)),
                clock);
        CompletableFuture<RedeemResult> result =
                wallet.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/info") == 1);
        takeOver().block(PATIENCE);
        clock.jump(Duration.ofHours(2));
        gate.tryEmitEmpty();
        assertThat(result.get()).isInstanceOf(RedeemResult.Pending.class);
        assertThat(mint.requests("/v1/swap")).isZero();
    }

    /** Invariant 3: who lost an operation does not write to it any more. */
    @Test
    void redeem_leaseTakenAndAnswerLost_doesNotDisturbTheNewOwner() throws Exception {
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on("/v1/swap").next(Fault.holdBefore(gate.asMono()).and(Fault.statusAfter(503)));
        mint.faults().on("/v1/restore").always(Fault.statusBefore(503));
        mint.faults().on("/v1/checkstate").pass(1).always(Fault.statusBefore(503));
        CashuWallet wallet = wallets.open(
                store,
                withoutRecovery(mint)
                        .withHttp(http -> http.valueResponseTimeout(PATIENCE).valueTotalTimeout(PATIENCE)));
        CompletableFuture<RedeemResult> result =
                wallet.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") > 0);
        Operation taken = Objects.requireNonNull(takeOver().block(PATIENCE)).get(0);
        gate.tryEmitEmpty();
        assertThat(result.get()).isInstanceOf(RedeemResult.Pending.class);
        assertThat(store.unfinished(WalletId.DEFAULT).blockFirst(PATIENCE)).isEqualTo(taken);
    }

    /** What another replica redeemed between our two questions is not "spent elsewhere". */
    @Test
    void redeem_otherReplicaRedeemsInTheMeantime_givesItsOutcome() throws Exception {
        Sinks.Empty<Void> gate = Sinks.empty();
        String token = mint.token(8, 2);
        CashuWallet slow = wallets.open(store, options(mint));
        CashuWallet fast = wallets.open(FaultyStore.on(store).store(), options(mint));
        mint.faults().on("/v1/checkstate").next(Fault.holdBefore(gate.asMono()));
        CompletableFuture<RedeemResult> late =
                slow.redeem(new RedeemRequest("a", token)).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/checkstate") == 1);
        RedeemResult first = redeem(fast, "a", token);
        assertThat(first).isInstanceOf(RedeemResult.Redeemed.class);
        gate.tryEmitEmpty();
        assertThat(late.get()).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(((RedeemResult.Redeemed) late.get()).replayed()).isTrue();
    }

    /** Another process's claim of all that is unfinished, long after every lease. */
    private Mono<List<Operation>> takeOver() {
        Instant later = Instant.now().plus(Duration.ofDays(1));
        return store.claimDue(WalletId.DEFAULT, "other", later, later.plus(Duration.ofDays(1)), 16)
                .collectList();
    }
}
