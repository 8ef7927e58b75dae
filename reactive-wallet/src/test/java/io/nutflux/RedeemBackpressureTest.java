package io.nutflux;

import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** Demand is the only throttle, and cancelling loses nothing. */
class RedeemBackpressureTest {

    private final TestMint mint = TestMint.start();
    private final WalletHarness wallets = new WalletHarness();
    private final Sinks.Empty<Void> gate = Sinks.empty();

    @AfterEach
    void close() {
        gate.tryEmitEmpty();
        wallets.close();
        mint.close();
    }

    /** A wallet that swaps once so many proofs are there, and not before. */
    private CashuWallet openForOneSwapOf(int proofs) {
        return wallets.open(
                mint,
                WalletStore.inMemory(),
                redeem -> redeem.maxInputsPerSwap(proofs).linger(Duration.ofMinutes(1)));
    }

    private static List<RedeemRequest> requests(List<String> tokens) {
        return IntStream.range(0, tokens.size())
                .mapToObj(i -> new RedeemRequest("k" + i, tokens.get(i)))
                .toList();
    }

    @Test
    void redeem_boundedDemand_asksForNoMoreThanMaxTokensInFlightAhead() {
        CashuWallet wallet = wallets.open(mint, WalletStore.inMemory(), redeem -> redeem.maxTokensInFlight(8));
        AtomicInteger taken = new AtomicInteger();
        Flux<RedeemRequest> source =
                Flux.fromIterable(requests(mint.tokens(60, 8))).doOnNext(request -> taken.incrementAndGet());
        StepVerifier.create(wallet.redeem(source), 0)
                .then(() -> await().until(() -> taken.get() == 8))
                .thenRequest(1)
                .expectNextCount(1)
                .thenRequest(5)
                .expectNextCount(5)
                .then(() -> assertThat(taken.get()).isLessThanOrEqualTo(8 + 6))
                .thenRequest(54)
                .expectNextCount(54)
                .expectComplete()
                .verify(WalletHarness.PATIENCE);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(480));
    }

    @Test
    void redeem_unboundedDemandOnASlowMint_asksForNoMoreThanMaxTokensInFlight() {
        CashuWallet wallet = wallets.open(mint, WalletStore.inMemory(), redeem -> redeem.maxTokensInFlight(8));
        mint.faults().on("/v1/swap").always(Fault.holdBefore(gate.asMono()));
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger given = new AtomicInteger();
        Flux<RedeemRequest> source =
                Flux.fromIterable(requests(mint.tokens(40, 8))).doOnNext(request -> taken.incrementAndGet());
        Disposable stream = wallet.redeem(source).subscribe(result -> given.incrementAndGet());
        await().until(() -> mint.requests("/v1/swap") > 0);
        assertThat(taken.get()).isLessThanOrEqualTo(8);
        gate.tryEmitEmpty();
        await().atMost(WalletHarness.PATIENCE).until(stream::isDisposed);
        assertThat(given.get()).isEqualTo(40);
    }

    @Test
    void redeem_cancelBeforeTheSwap_leavesTokensRedeemable() {
        CashuWallet wallet =
                wallets.open(mint, WalletStore.inMemory(), redeem -> redeem.linger(Duration.ofSeconds(30)));
        List<String> tokens = mint.tokens(5, 8);
        Disposable stream = wallet.redeem(Flux.fromIterable(requests(tokens))).subscribe();
        await().until(() -> wallet.counts().tokens() == 5);
        stream.dispose();
        assertThat(mint.requests("/v1/swap")).isZero();
        assertThat(wallet.pending().collectList().block(WalletHarness.PATIENCE)).isEmpty();
        CashuWallet other = wallets.openOther(mint);
        assertThat(redeem(other, tokens).values()).allMatch(RedeemResult.Redeemed.class::isInstance);
    }

    @Test
    void redeem_cancelAfterTheSwapWasSent_settlesWithoutASubscriber() {
        CashuWallet wallet = openForOneSwapOf(5);
        mint.faults().on("/v1/swap").next(Fault.holdAfter(gate.asMono()));
        Disposable stream =
                wallet.redeem(Flux.fromIterable(requests(mint.tokens(5, 8)))).subscribe();
        await().until(() -> mint.requests("/v1/swap") > 0);
        stream.dispose();
        gate.tryEmitEmpty();
        for (int i = 0; i < 5; i++) {
            assertThat(outcome(wallet, "k" + i)).isInstanceOf(RedeemResult.Redeemed.class);
        }
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(40));
    }

    @Test
    void redeem_sourceFails_failsTheStreamAndSettlesWhatWasSent() {
        CashuWallet wallet = openForOneSwapOf(3);
        mint.faults().on("/v1/swap").next(Fault.holdAfter(gate.asMono()));
        Publisher<RedeemRequest> source = Flux.fromIterable(requests(mint.tokens(3, 8)))
                .concatWith(Flux.<RedeemRequest>error(new IllegalStateException("the queue is gone"))
                        .delaySubscription(Flux.interval(Duration.ofMillis(5))
                                .filter(tick -> mint.requests("/v1/swap") > 0)
                                .take(1)));
        StepVerifier.create(wallet.redeem(source))
                .expectErrorMessage("the queue is gone")
                .verify(WalletHarness.PATIENCE);
        gate.tryEmitEmpty();
        assertThat(outcome(wallet, "k2")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_moreThanMayWait_refusesAsOverloaded() {
        CashuWallet wallet = wallets.open(
                mint,
                WalletStore.inMemory(),
                redeem -> redeem.maxWaiting(4).maxInputsPerSwap(1).concurrentSwaps(1));
        mint.faults().on("/v1/swap").always(Fault.holdBefore(gate.asMono()));
        List<RedeemResult> results = wallet.redeem(Flux.fromIterable(requests(mint.tokens(20, 8))))
                .doOnNext(result -> gate.tryEmitEmpty())
                .collectList()
                .block(WalletHarness.PATIENCE);
        assertThat(results).hasSize(20);
        assertThat(results)
                .filteredOn(RedeemResult.Refused.class::isInstance)
                .isNotEmpty()
                .allSatisfy(result ->
                        assertThat(((RedeemResult.Refused) result).reason()).isEqualTo(RefusalReason.OVERLOADED));
        assertThat(results).filteredOn(RedeemResult.Redeemed.class::isInstance).hasSizeGreaterThanOrEqualTo(5);
    }

    // ---- coalescing

    @Test
    void redeem_fastSource_makesOneSwapForFiftyTokensAtMost() {
        CashuWallet wallet = wallets.open(mint, WalletStore.inMemory(), redeem -> redeem.linger(Duration.ofMillis(50)));
        assertThat(redeem(wallet, mint.tokens(300, 1, 1, 1, 1, 1, 1, 1, 1)).values())
                .allMatch(RedeemResult.Redeemed.class::isInstance);
        assertThat(mint.requests("/v1/swap")).isLessThanOrEqualTo(6);
        assertThat(wallet.counts().swaps()).isEqualTo(mint.requests("/v1/swap"));
    }

    @Test
    void redeem_oneTokenAlone_isSwappedOnceItHasLingered() {
        CashuWallet wallet =
                wallets.open(mint, WalletStore.inMemory(), redeem -> redeem.linger(Duration.ofMillis(100)));
        assertThat(redeem(wallet, "key", mint.token(8))).isInstanceOf(RedeemResult.Redeemed.class);
        CashuWallet hasty = wallets.open(mint, WalletStore.inMemory(), redeem -> redeem.linger(Duration.ZERO));
        assertThat(redeem(hasty, "key", mint.token(8))).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_severalSubscribers_shareSwaps() {
        CashuWallet wallet = openForOneSwapOf(20);
        List<RedeemRequest> requests = requests(mint.tokens(20, 8));
        assertThat(Flux.fromIterable(requests)
                        .flatMap(wallet::redeem, 20)
                        .collectList()
                        .block(WalletHarness.PATIENCE))
                .hasSize(20)
                .allMatch(RedeemResult.Redeemed.class::isInstance);
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
    }

    @Test
    void redeem_slowMint_getsConcurrentSwapsAtMost() {
        CashuWallet wallet = wallets.open(
                mint,
                WalletStore.inMemory(),
                redeem -> redeem.concurrentSwaps(3).maxInputsPerSwap(2));
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        mint.faults()
                .on("/v1/swap")
                .always(Fault.before(() -> most.accumulateAndGet(open.incrementAndGet(), Math::max))
                        .and(Fault.delayBefore(Duration.ofMillis(5)))
                        .and(Fault.after(open::decrementAndGet)));
        assertThat(redeem(wallet, mint.tokens(40, 8, 4)).values()).allMatch(RedeemResult.Redeemed.class::isInstance);
        assertThat(mint.requests("/v1/swap")).isEqualTo(40);
        assertThat(most.get()).isLessThanOrEqualTo(3);
    }
}
