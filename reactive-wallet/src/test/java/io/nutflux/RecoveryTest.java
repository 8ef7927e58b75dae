package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Obstacle;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.KeysetSpec;
import io.nutflux.testmint.Lie;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What recovery makes of operations that a crash or a mint left behind. */
class RecoveryTest {

    private final TestMint mint =
            TestMint.builder().noCachedResponses().recordBodies(100).start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore store = WalletStore.inMemory();
    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    /** A listing of keysets is not asked for twice within a second of this clock. */
    private Clock clock() {
        InstantSource source = () -> Instant.now().plus(passed.get());
        return source.withZone(ZoneOffset.UTC);
    }

    private WalletOptions options() {
        return WalletHarness.options(MintUrl.of(mint.url()));
    }

    /** A wallet that dies at the first {@code command} while it redeems {@code token}; what it leaves is due at once. */
    private void redeemAndDie(String token, String command, boolean carriedOut) {
        CashuWallet dying = wallets.open(
                FaultyStore.on(store).dieAt(command, carriedOut).store(),
                options()
                        .withRecovery(new RecoveryOptions(
                                Duration.ofMillis(3),
                                Duration.ofHours(1),
                                Duration.ofMillis(1),
                                Duration.ofMillis(1),
                                16)));
        dying.redeem(new RedeemRequest("a", token)).onErrorComplete().block(PATIENCE);
    }

    private void awaitRedeemed(CashuWallet wallet, long amount) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(wallet)).isEqualTo(amount));
        assertThat(wallet.outcome("a").block(PATIENCE)).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
        assertThat(wallet.pending().collectList().block(PATIENCE)).isEmpty();
    }

    private Set<String> swapBodies() {
        Set<String> bodies = new HashSet<>();
        mint.bodies("/v1/swap").forEach(body -> bodies.add(new String(body, StandardCharsets.UTF_8)));
        return bodies;
    }

    /** 07.9. */
    @Test
    void recovery_requestNeverArrived_sendsTheIdenticalBytes() {
        mint.faults().on("/v1/swap").next(Fault.statusBefore(503));
        CashuWallet wallet = wallets.open(store, options());
        redeem(wallet, "a", mint.token(8, 2));
        awaitRedeemed(wallet, 10);
        assertThat(mint.requests("/v1/swap")).isEqualTo(2);
        assertThat(swapBodies()).hasSize(1);
    }

    @Test
    void recovery_mintDownThenBack_settles() {
        String token = mint.token(8, 2);
        redeemAndDie(token, "settle", false);
        for (String path :
                List.of("/v1/swap", "/v1/restore", "/v1/checkstate", "/v1/keys", "/v1/keysets", "/v1/info")) {
            mint.faults().on(path).always(Fault.statusBefore(503));
        }
        CashuWallet wallet = wallets.open(store, options());
        await().atMost(PATIENCE).until(() -> mint.faults().fired() > 2);
        assertThat(wallet.outcome("a").block(PATIENCE)).isInstanceOf(RedeemResult.Pending.class);
        mint.faults().calm();
        awaitRedeemed(wallet, 10);
    }

    @Test
    void recovery_mintWithoutRestore_settlesByTheSameBytes() {
        for (String command : List.of("markSent", "settle")) {
            WalletStore own = WalletStore.inMemory();
            try (TestMint bare = TestMint.builder().start();
                    WalletHarness harness = new WalletHarness()) {
                bare.faults().on("/v1/restore").always(Fault.html(404));
                CashuWallet dying = harness.open(
                        FaultyStore.on(own)
                                .dieAt(command, command.equals("markSent"))
                                .store(),
                        WalletHarness.options(MintUrl.of(bare.url()))
                                .withRecovery(new RecoveryOptions(
                                        Duration.ofMillis(3),
                                        Duration.ofHours(1),
                                        Duration.ofMillis(1),
                                        Duration.ofMillis(1),
                                        16)));
                dying.redeem(new RedeemRequest("a", bare.token(8, 2)))
                        .onErrorComplete()
                        .block(PATIENCE);
                CashuWallet wallet = harness.open(own, WalletHarness.options(MintUrl.of(bare.url())));
                awaitRedeemed(wallet, 10);
            }
        }
    }

    @Test
    void recovery_keysetsRotatedMeanwhile_redeemsIntoTheNewOne() {
        redeemAndDie(mint.token(8, 2), "markSent", true);
        mint.rotate("sat", 0);
        CashuWallet wallet = wallets.open(store, options());
        awaitRedeemed(wallet, 10);
        assertThat(swapBodies()).hasSize(2);
    }

    /** 09.7: a restored signature may lack its DLEQ proof. */
    @Test
    void recovery_restoredSignatureWithoutDleq_settles() {
        redeemAndDie(mint.token(8, 2), "settle", false);
        mint.faults().on("/v1/restore").always(Fault.lie(Lie.MISSING_DLEQ));
        awaitRedeemed(wallets.open(store, options()), 10);
    }

    /** One operation that cannot be read does not end recovery for all, and is tried again. */
    @Test
    void recovery_errorOfOneOperation_goesOn() {
        redeemAndDie(mint.token(8, 2), "settle", false);
        FaultyStore odd = FaultyStore.on(store);
        odd.beforeNext("load", () -> {
            throw new IllegalStateException("for the test");
        });
        CashuWallet wallet = wallets.open(
                odd.store(),
                options()
                        .withRecovery(new RecoveryOptions(
                                Duration.ofMillis(100),
                                Duration.ofMillis(20),
                                Duration.ofMillis(20),
                                Duration.ofMillis(20),
                                16)));
        awaitRedeemed(wallet, 10);
    }

    /** A mint without an active keyset cannot swap now; the token is as good as before. */
    @Test
    void recovery_noActiveKeyset_waitsForOne() {
        redeemAndDie(mint.token(8, 2), "prepare", true);
        mint.deactivate(mint.keysetId());
        CashuWallet wallet = wallets.open(store, options());
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") > 0);
        await().pollDelay(Duration.ofMillis(1)).until(() -> mint.requests("/v1/keysets") > 1);
        mint.addKeyset(KeysetSpec.of("sat"));
        awaitRedeemed(wallet, 10);
    }

    @Test
    void redeem_keysetGoneInMidSwap_isRefusedForNow() {
        CashuWallet wallet = wallets.open(store, options(), clock());
        mint.faults().on("/v1/swap").next(Fault.before(() -> {
            passed.set(Duration.ofSeconds(2));
            mint.deactivate(mint.keysetId());
        }));
        String token = mint.token(8, 2);
        assertThat(redeem(wallet, "a", token)).isInstanceOf(RedeemResult.Refused.class);
        mint.addKeyset(KeysetSpec.of("sat"));
        passed.set(Duration.ofMinutes(20));
        assertThat(redeem(wallet, "a", token)).isInstanceOf(RedeemResult.Redeemed.class);
    }

    /** The listing is so fresh that it is not asked for again: the token is refused for now, and not called false. */
    @Test
    void redeem_keysetGoneJustAfterTheListing_isRefusedForNow() {
        mint.faults().on("/v1/swap").next(Fault.before(() -> mint.rotate("sat", 0)));
        CashuWallet wallet = wallets.open(store, options(), clock());
        String token = mint.token(8, 2);
        RedeemResult first = redeem(wallet, "a", token);
        passed.set(Duration.ofMinutes(20));
        if (first instanceof RedeemResult.Refused refused) {
            assertThat(refused.retryable()).isTrue();
            redeem(wallet, "a", token);
        }
        awaitRedeemed(wallet, 10);
    }

    /** Proofs in use elsewhere are waited for without a new request each time: counters are not for burning (13.8). */
    @Test
    void recovery_proofsPendingElsewhere_waitsWithOneRequest() {
        List<TestProof> proofs = mint.issueProofs(8, 2);
        redeemAndDie(mint.tokenV4(proofs), "prepare", true);
        mint.markPending(proofs);
        CashuWallet wallet = wallets.open(store, options());
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/checkstate") >= 6);
        mint.unmarkPending(proofs);
        awaitRedeemed(wallet, 10);
        assertThat(swapBodies()).hasSize(1);
    }

    /** X.17, 11003: another wallet of the same seed used the counters. The next ones are taken, and nothing is lost. */
    @Test
    void redeem_countersUsedByAnotherWalletOfTheSeed_movesOn() {
        CashuWallet other = wallets.open(WalletStore.inMemory(), options());
        for (int i = 0; i < 4; i++) {
            redeem(other, "other" + i, mint.token(8, 2));
        }
        CashuWallet wallet = wallets.open(store, options());
        assertThat(redeem(wallet, "a", mint.token(8, 2))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(redeem(wallet, "b", mint.token(16, 4, 1))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(31);
        assertThat(spendable(wallet).add(spendable(other))).isEqualTo(mint.outstanding());
    }

    /** The outputs may have been signed for the request of the process that died, with the states lagging behind: so it waits. */
    @Test
    void recovery_countersUsedByAnotherWalletOfTheSeed_movesOnAfterAnHour() {
        CashuWallet other = wallets.open(WalletStore.inMemory(), options());
        redeem(other, "other", mint.token(8, 2));
        redeemAndDie(mint.token(16, 4, 1), "prepare", true);
        CashuWallet wallet = wallets.open(store, options());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(wallet.pending().collectList().block(PATIENCE))
                        .extracting(operation -> operation.obstacle() == null
                                ? null
                                : operation.obstacle().reason())
                        .containsExactly(Obstacle.Reason.IN_USE_AT_MINT));
        awaitRedeemed(wallets.open(store, options(), Clock.offset(Clock.systemUTC(), Duration.ofHours(2))), 21);
    }

    @Test
    void mintAndSend_countersUsedByAnotherWalletOfTheSeed_moveOn() {
        CashuWallet other = wallets.open(WalletStore.inMemory(), options());
        redeem(other, "other", mint.token(64, 32, 16, 8, 4, 2, 1));
        CashuWallet wallet = wallets.open(store, options());
        fund(wallet, mint, 64);
        wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(3)))
                .block(PATIENCE);
        assertThat(spendable(wallet)).isEqualTo(61);
    }

    /** X.13: keysets are asked for again when the mint says that ours are over. */
    @Test
    void mintAndSend_keysetsRotated_useTheNewOne() {
        CashuWallet wallet = wallets.open(store, options(), clock());
        fund(wallet, mint, 64);
        passed.set(Duration.ofSeconds(2));
        mint.rotate("sat", 0);
        fund(wallet, mint, 8);
        passed.set(Duration.ofSeconds(4));
        mint.rotate("sat", 0);
        wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(3)))
                .block(PATIENCE);
        assertThat(spendable(wallet)).isEqualTo(69);
    }

    /** Two replicas on one store, the same tokens at the same time: each is redeemed once, and both learn of it. */
    @Test
    void redeem_twoReplicasSameTokensAtOnce_redeemsEachOnce() throws Exception {
        List<String> tokens = mint.tokens(40, 4, 2, 1);
        CashuWallet a = wallets.open(FaultyStore.on(store).store(), options().withRedeem(r -> r.maxInputsPerSwap(9)));
        CashuWallet b = wallets.open(FaultyStore.on(store).store(), options().withRedeem(r -> r.maxInputsPerSwap(30)));
        List<RedeemRequest> requests = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            requests.add(new RedeemRequest("t" + i, tokens.get(i)));
        }
        CompletableFuture<List<RedeemResult>> ofA =
                a.redeem(Flux.fromIterable(requests)).collectList().toFuture();
        CompletableFuture<List<RedeemResult>> ofB =
                b.redeem(Flux.fromIterable(requests)).collectList().toFuture();
        assertThat(ofA.get()).hasSize(40);
        assertThat(ofB.get()).hasSize(40).noneMatch(RedeemResult.AlreadySpent.class::isInstance);
        assertThat(ofA.get()).noneMatch(RedeemResult.AlreadySpent.class::isInstance);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(spendable(a)).isEqualTo(280));
        assertThat(mint.outstanding()).isEqualTo(280);
        assertThat(verify(b).conserved()).isTrue();
    }
}
