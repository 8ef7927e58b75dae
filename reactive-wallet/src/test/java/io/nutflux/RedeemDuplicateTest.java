package io.nutflux;

import static io.nutflux.WalletHarness.lasting;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The same key, and the same money, more than once: at the same time, later, and after a restart. */
class RedeemDuplicateTest {

    private static TestMint mint;
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore store = lasting();
    private CashuWallet wallet;

    @BeforeAll
    static void startMint() {
        mint = TestMint.builder().feePpk(100).start();
    }

    @AfterAll
    static void closeMint() {
        mint.close();
    }

    @BeforeEach
    void open() {
        mint.clearLog();
        wallet = open(store);
    }

    private CashuWallet open(WalletStore on) {
        return wallets.open(mint, on, redeem -> redeem);
    }

    private CashuWallet reopened() {
        wallet.close(Duration.ofSeconds(1)).block(WalletHarness.PATIENCE);
        return open(store);
    }

    @AfterEach
    void close() {
        mint.faults().calm();
        wallets.close();
    }

    private static List<RedeemResult> all(CashuWallet wallet, List<RedeemRequest> requests) {
        List<RedeemResult> results =
                wallet.redeem(Flux.fromIterable(requests)).collectList().block(WalletHarness.PATIENCE);
        assertThat(results).hasSameSizeAs(requests);
        return List.copyOf(results);
    }

    private static void assertReplayed(RedeemResult result, RedeemResult first) {
        assertThat(result).isInstanceOfSatisfying(RedeemResult.Redeemed.class, again -> {
            assertThat(again.replayed()).isTrue();
            assertThat(again)
                    .usingRecursiveComparison()
                    .ignoringFields("replayed")
                    .isEqualTo(first);
        });
    }

    private static void assertRefused(RedeemResult result, RefusalReason reason) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        RedeemResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void redeem_sameKeyAgain_givesFirstOutcome() {
        String token = mint.token(8, 2);
        RedeemResult first = redeem(wallet, "key", token);
        assertThat(first)
                .isInstanceOfSatisfying(
                        RedeemResult.Redeemed.class,
                        redeemed -> assertThat(redeemed.replayed()).isFalse());
        assertReplayed(redeem(wallet, "key", token), first);
        CashuWallet reopened = reopened();
        assertReplayed(redeem(reopened, "key", token), first);
        assertThat(reopened.outcome("key").block(WalletHarness.PATIENCE)).isEqualTo(first);
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
        assertThat(spendable(reopened)).isEqualTo(BigInteger.valueOf(9));
    }

    @Test
    void redeem_sameTokenUnderAnotherKey_isDuplicateOfTheFirst() {
        List<TestProof> proofs = mint.issueProofs(8, 2);
        RedeemResult first = redeem(wallet, "key", mint.tokenV4(proofs));
        // Another encoding and another order are the same money.
        String sameMoney = mint.tokenV3(List.of(proofs.get(1), proofs.get(0)));
        assertThat(redeem(wallet, "other", sameMoney)).isEqualTo(new RedeemResult.Duplicate("other", first));
        assertThat(redeem(reopened(), "third", sameMoney)).isEqualTo(new RedeemResult.Duplicate("third", first));
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
    }

    @Test
    void redeem_anotherTokenUnderAUsedKey_isRefusedAndStaysRedeemable() {
        redeem(wallet, "key", mint.token(8));
        String other = mint.token(4);
        assertRefused(redeem(wallet, "key", other), RefusalReason.KEY_REUSED);
        CashuWallet reopened = reopened();
        assertRefused(redeem(reopened, "key", other), RefusalReason.KEY_REUSED);
        assertThat(redeem(reopened, "other", other)).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_proofOfARedeemedToken_isRefusedWithItsCompanions() {
        List<TestProof> proofs = mint.issueProofs(8, 2, 1);
        redeem(wallet, "key", mint.tokenV4(proofs.subList(0, 2)));
        assertRefused(redeem(wallet, "other", mint.tokenV4(proofs.subList(1, 3))), RefusalReason.SHARES_PROOFS);
        assertThat(mint.spent(proofs.get(2))).isFalse();
    }

    @Test
    void redeem_redeemedTokenWhileAnotherWithItsProofIsUnderWay_givesFirstOutcome() {
        Sinks.Empty<Void> gate = Sinks.empty();
        CashuWallet gated = open(firstLookWaits(gate.asMono()));
        List<TestProof> proofs = mint.issueProofs(8, 2, 1);
        String token = mint.tokenV4(proofs.subList(0, 2));
        RedeemResult first = redeem(wallet, "key", token);
        CompletableFuture<RedeemResult> other = gated.redeem(
                        new RedeemRequest("other", mint.tokenV4(proofs.subList(1, 3))))
                .toFuture();
        Awaitility.await().until(() -> gate.currentSubscriberCount() > 0);
        assertReplayed(redeem(gated, "key", token), first);
        gate.tryEmitEmpty();
        assertRefused(other.join(), RefusalReason.SHARES_PROOFS);
    }

    /** The store as a process sees it whose first look at what was redeemed waits for {@code gate}. */
    private WalletStore firstLookWaits(Mono<Void> gate) {
        AtomicBoolean waited = new AtomicBoolean();
        return (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(),
                new Class<?>[] {WalletStore.class},
                (proxy, method, arguments) ->
                        method.getName().equals("findRedemptions") && waited.compareAndSet(false, true)
                                ? gate.thenMany((Publisher<?>) method.invoke(store, arguments))
                                : method.invoke(store, arguments));
    }

    @Test
    void redeem_rejectedToken_isDuplicateUnderAnotherKeyAndFreesItsProofs() {
        TestProof proof = mint.issueProofs(8).get(0).withoutDleq();
        String bad = mint.tokenV4(List.of(proof.withWrongSignature()));
        RedeemResult rejected = redeem(wallet, "key", bad);
        assertThat(rejected).isInstanceOf(RedeemResult.Invalid.class);
        assertThat(redeem(wallet, "key", bad)).isEqualTo(rejected);
        assertThat(redeem(wallet, "other", bad)).isEqualTo(new RedeemResult.Duplicate("other", rejected));
        assertThat(redeem(wallet, "right", mint.tokenV4(List.of(proof)))).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_sameTokenManyTimesInOneStream_isRedeemedOnce() {
        BigInteger before = mint.outstanding();
        List<String> tokens = mint.tokens(20, 8, 4);
        List<RedeemRequest> requests = new ArrayList<>();
        for (int copy = 0; copy < 5; copy++) {
            for (int i = 0; i < tokens.size(); i++) {
                requests.add(new RedeemRequest("k" + i + "-" + copy, tokens.get(i)));
            }
        }
        List<RedeemResult> results = all(wallet, requests);
        assertThat(results).filteredOn(RedeemResult.Redeemed.class::isInstance).hasSize(20);
        assertThat(results)
                .filteredOn(RedeemResult.Duplicate.class::isInstance)
                .hasSize(80)
                .allMatch(result -> ((RedeemResult.Duplicate) result).first() instanceof RedeemResult.Redeemed);
        assertThat(mint.outstanding()).isEqualTo(before.add(spendable(wallet)));
        assertThat(wallet.counts().duplicates()).isEqualTo(80);
    }

    @Test
    void redeem_sameKeyManyTimesInOneStream_isRedeemedOnce() {
        RedeemRequest request = new RedeemRequest("key", mint.token(8, 4));
        List<RedeemResult> results =
                all(wallet, IntStream.range(0, 50).mapToObj(i -> request).toList());
        assertThat(results)
                .allMatch(RedeemResult.Redeemed.class::isInstance)
                .filteredOn(result -> !((RedeemResult.Redeemed) result).replayed())
                .hasSize(1);
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(11));
    }

    @Test
    void redeem_oneKeyForManyTokensInOneStream_redeemsOneAndRefusesTheRest() {
        List<String> tokens = mint.tokens(20, 8);
        List<RedeemResult> results = all(
                wallet,
                tokens.stream().map(token -> new RedeemRequest("key", token)).toList());
        assertThat(results).filteredOn(RedeemResult.Redeemed.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(result ->
                        result instanceof RedeemResult.Refused refused && refused.reason() == RefusalReason.KEY_REUSED)
                .hasSize(19);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(7));
    }

    @Test
    void redeem_oneProofInManyTokensAtATime_isTakenOnce() {
        TestProof shared = mint.issueProofs(8).get(0);
        List<RedeemRequest> requests = IntStream.range(0, 20)
                .mapToObj(i -> new RedeemRequest(
                        "k" + i,
                        mint.tokenV4(List.of(shared, mint.issueProofs(4).get(0)))))
                .toList();
        List<RedeemResult> results = all(wallet, requests);
        assertThat(results).filteredOn(RedeemResult.Redeemed.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(result -> result instanceof RedeemResult.Refused refused
                        && refused.reason() == RefusalReason.SHARES_PROOFS)
                .hasSize(19);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(11));
    }

    @Test
    void redeem_sameTokenWhileItsSwapIsUnderWay_waitsForItsOutcome() {
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on("/v1/swap").next(Fault.holdBefore(gate.asMono()));
        String token = mint.token(8);
        List<RedeemResult> results = Flux.merge(
                        wallet.redeem(new RedeemRequest("key", token)),
                        wallet.redeem(new RedeemRequest("other", token)),
                        Flux.defer(() -> {
                                    gate.tryEmitEmpty();
                                    return Flux.<RedeemResult>empty();
                                })
                                .delaySubscription(mintIsAsked()))
                .collectList()
                .block(WalletHarness.PATIENCE);
        assertThat(results).filteredOn(RedeemResult.Redeemed.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(RedeemResult.Duplicate.class::isInstance)
                .singleElement()
                .satisfies(duplicate -> assertThat(((RedeemResult.Duplicate) duplicate).first())
                        .isInstanceOf(RedeemResult.Redeemed.class));
    }

    private static Flux<Long> mintIsAsked() {
        return Flux.interval(Duration.ofMillis(5))
                .filter(tick -> mint.requests("/v1/swap") > 0)
                .take(1);
    }

    @Test
    void redeem_twoWalletsOnOneStore_takeTheMoneyOnce() {
        BigInteger before = mint.outstanding();
        CashuWallet replica = open(store);
        List<String> tokens = mint.tokens(50, 8, 4);
        List<RedeemRequest> mine = new ArrayList<>();
        List<RedeemRequest> theirs = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            mine.add(new RedeemRequest("k" + i, tokens.get(i)));
            theirs.add(new RedeemRequest("k" + i, tokens.get(i)));
        }
        List<RedeemResult> results = Flux.merge(
                        wallet.redeem(Flux.fromIterable(mine)), replica.redeem(Flux.fromIterable(theirs)))
                .collectList()
                .block(WalletHarness.PATIENCE);
        assertThat(results).hasSize(100);
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(WalletHarness.outcome(wallet, "k" + i)).isInstanceOf(RedeemResult.Redeemed.class);
        }
        assertThat(results)
                .filteredOn(result -> result instanceof RedeemResult.Redeemed redeemed && !redeemed.replayed())
                .hasSizeLessThanOrEqualTo(50);
        assertThat(mint.outstanding()).isEqualTo(before.add(spendable(wallet)));
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void redeem_storeOlderThanItsSeedsUse_findsUnusedOutputs() {
        redeem(wallet, mint.tokens(30, 64, 32, 16, 8));
        // As after a restore from the seed alone: the counters begin anew, the mint has signed those outputs.
        CashuWallet fresh = open(WalletStore.inMemory());
        assertThat(redeem(fresh, mint.tokens(5, 8, 4)).values()).allMatch(RedeemResult.Redeemed.class::isInstance);
        assertThat(verify(fresh).differences()).isEmpty();
    }
}
