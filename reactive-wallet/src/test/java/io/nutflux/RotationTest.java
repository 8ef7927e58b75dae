package io.nutflux;

import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.model.SendRequest;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.KeysetSpec;
import io.nutflux.testmint.Lie;
import io.nutflux.testmint.TestMint;
import io.nutflux.token.TokenCodec;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Keysets that change under the wallet's hands. */
class RotationTest {

    private final WalletHarness wallets = new WalletHarness();

    @AfterEach
    void close() {
        wallets.close();
    }

    private static void assertConserved(TestMint mint, CashuWallet wallet) {
        assertThat(mint.outstanding()).isEqualTo(spendable(wallet));
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void redeem_rotationInMidSwap_swapsToTheNewKeyset(int version) {
        try (TestMint mint =
                TestMint.builder().feePpk(100).keysetVersion(version).start()) {
            CashuWallet wallet = wallets.open(mint);
            mint.faults().on("/v1/swap").next(Fault.before(() -> mint.rotate("sat", 200)));
            Map<String, RedeemResult> results = redeem(wallet, mint.tokens(20, 8, 4));
            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
            assertThat(wallet.counts().splits()).isZero();
            assertConserved(mint, wallet);
        }
    }

    /** X.13: the listing is of this very second, and the token's keyset is younger. */
    @Test
    void redeem_keysetYoungerThanTheListing_asksOnceMore() {
        try (TestMint mint = TestMint.builder().feePpk(100).start()) {
            SettableClock still = SettableClock.stopped();
            CashuWallet wallet =
                    wallets.open(WalletStore.inMemory(), WalletHarness.options(MintUrl.of(mint.url())), still);
            assertThat(redeem(wallet, "old", mint.token(8))).isInstanceOf(RedeemResult.Redeemed.class);
            still.jump(Duration.ofMillis(100));
            mint.rotate("sat", 100);
            List<String> young = mint.tokens(20, 8, 4);
            int asked = mint.requests("/v1/keysets");
            assertThat(redeem(wallet, young).values()).allMatch(RedeemResult.Redeemed.class::isInstance);
            assertThat(mint.requests("/v1/keysets")).isEqualTo(asked + 1);
            still.jump(Duration.ofMillis(900));
            mint.rotate("sat", 100);
            assertThat(redeem(wallet, "younger", mint.token(8)))
                    .as("once a second is enough")
                    .isInstanceOf(RedeemResult.Invalid.class);
            assertThat(mint.requests("/v1/keysets")).isEqualTo(asked + 1);
        }
    }

    @Test
    void redeem_rotationWhileTokensWait_redeemsOldAndNew() {
        try (TestMint mint = TestMint.builder().feePpk(100).start()) {
            CashuWallet wallet = wallets.open(mint);
            List<String> tokens = new ArrayList<>(mint.tokens(20, 8, 4));
            redeem(wallet, "warm", mint.token(8));
            mint.rotate("sat", 300);
            Map<String, RedeemResult> results = redeem(wallet, tokens);
            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
            String young = mint.token(8, 4);
            // The mint is asked for its keysets once a second at most, lest tokens of made-up keysets make us a
            // nuisance.
            Awaitility.await()
                    .atMost(WalletHarness.PATIENCE)
                    .until(() -> redeem(wallet, "young", young) instanceof RedeemResult.Redeemed);
            assertConserved(mint, wallet);
        }
    }

    /** What the store kept of the mint's keysets is not all that the mint has. */
    @Test
    void redeem_keysetNeverSeenWhileTheMintIsAway_isRefusedForNow() {
        try (TestMint mint = TestMint.start()) {
            String old = mint.token(8, 4);
            mint.rotate("sat", 0);
            WalletStore store = WalletHarness.lasting();
            redeem(wallets.open(mint, store, redeem -> redeem), "warm", mint.token(8));
            mint.faults().on("/v1/keysets").always(Fault.dropBefore());
            mint.faults().on("/v1/keys").always(Fault.dropBefore());
            CashuWallet wallet = wallets.open(mint, store, redeem -> redeem);
            assertThat(redeem(wallet, "old", old))
                    .isInstanceOfSatisfying(
                            RedeemResult.Refused.class,
                            refused -> assertThat(refused.retryable()).isTrue());
            mint.faults().calm();
            Awaitility.await()
                    .atMost(WalletHarness.PATIENCE)
                    .until(() -> redeem(wallet, "old", old) instanceof RedeemResult.Redeemed);
        }
    }

    @Test
    void redeem_rotationAtEverySwapForAWhile_getsThere() {
        try (TestMint mint = TestMint.builder().feePpk(100).start()) {
            CashuWallet wallet = wallets.open(mint);
            mint.faults().on("/v1/swap").times(5, Fault.before(() -> mint.rotate("sat", 100)));
            assertThat(redeem(wallet, mint.tokens(5, 8, 4)).values()).allMatch(RedeemResult.Redeemed.class::isInstance);
            assertConserved(mint, wallet);
        }
    }

    @Test
    void redeem_feeOfAKnownKeysetChanges_paysTheNewFee() {
        try (TestMint mint = TestMint.builder().feePpk(0).keysetVersion(1).start()) {
            CashuWallet wallet = wallets.open(mint);
            mint.faults().on("/v1/swap").next(Fault.before(() -> mint.changeFee(mint.keysetId(), 500)));
            Map<String, RedeemResult> results = redeem(wallet, mint.tokens(10, 8, 4));
            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
            assertThat(spendable(wallet)).isLessThan(BigInteger.valueOf(10 * 12));
            assertConserved(mint, wallet);
        }
    }

    @Test
    void redeem_feeRisesAboveTheTokensValue_refusesItAsDust() {
        try (TestMint mint = TestMint.builder().feePpk(0).keysetVersion(1).start()) {
            CashuWallet wallet = wallets.open(mint);
            mint.faults().on("/v1/swap").next(Fault.before(() -> mint.changeFee(mint.keysetId(), 2_000)));
            Map<String, RedeemResult> results = redeem(wallet, List.of(mint.token(1), mint.token(2)));
            assertThat(results.values())
                    .allSatisfy(result -> assertThat(result)
                            .isInstanceOfSatisfying(
                                    RedeemResult.Refused.class,
                                    refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.DUST)));
            assertThat(wallet.pending().collectList().block(WalletHarness.PATIENCE))
                    .isEmpty();
            mint.changeFee(mint.keysetId(), 0);
        }
    }

    @Test
    void redeem_onlyKeysetGoesInactiveInMidSwap_refusesWithoutLoss() {
        try (TestMint mint = TestMint.start()) {
            CashuWallet wallet = wallets.open(mint);
            mint.faults().on("/v1/swap").next(Fault.before(() -> mint.deactivate(mint.keysetId())));
            // One, so that there is no other swap beside the one in whose course it happens.
            List<String> tokens = mint.tokens(1, 8, 4);
            assertThat(redeem(wallet, tokens).values())
                    .allSatisfy(result -> assertThat(result)
                            .isInstanceOfSatisfying(
                                    RedeemResult.Refused.class,
                                    refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.MINT_UNSUPPORTED)));
            mint.addKeyset(KeysetSpec.of("sat").feePpk(100));
            Awaitility.await()
                    .atMost(WalletHarness.PATIENCE)
                    .until(() ->
                            redeem(wallet, tokens).values().stream().allMatch(RedeemResult.Redeemed.class::isInstance));
            assertConserved(mint, wallet);
        }
    }

    @Test
    void redeem_promisedTokenWhileNoKeysetIsActive_staysPendingUntilThereIsOne() {
        try (TestMint mint = TestMint.builder().noCachedResponses().start()) {
            CashuWallet wallet = wallets.open(mint);
            mint.faults().on("/v1/swap").always(Fault.statusBefore(503));
            assertThat(redeem(wallet, "key", mint.token(8))).isInstanceOf(RedeemResult.Pending.class);
            mint.deactivate(mint.keysetId());
            mint.clearLog();
            mint.faults().on("/v1/swap").clear();
            Awaitility.await().atMost(WalletHarness.PATIENCE).until(() -> mint.requests("/v1/swap") > 1);
            assertThat(wallet.outcome("key").block(WalletHarness.PATIENCE)).isInstanceOf(RedeemResult.Pending.class);
            mint.addKeyset(KeysetSpec.of("sat").feePpk(100));
            assertThat(WalletHarness.outcome(wallet, "key")).isInstanceOf(RedeemResult.Redeemed.class);
            assertConserved(mint, wallet);
        }
    }

    @Test
    void redeem_keysOfAKnownIdChange_isReportedAndNothingIsPutOnThem() {
        try (TestMint mint = TestMint.start()) {
            CashuWallet wallet = wallets.open(mint);
            List<WalletEvent> events = new CopyOnWriteArrayList<>();
            Disposable listening = wallet.events().subscribe(events::add);
            redeem(wallet, "before", mint.token(8));
            String id = mint.keysetId();
            mint.changeKeys(id);
            wallet.mintOverview(MintUrl.of(mint.url()))
                    .delaySubscription(Duration.ofMillis(1_100))
                    .block(WalletHarness.PATIENCE);
            assertThat(redeem(wallet, "after", mint.token(8)))
                    .isInstanceOfSatisfying(
                            RedeemResult.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.MINT_UNSUPPORTED));
            Awaitility.await()
                    .atMost(WalletHarness.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(events).anyMatch(event -> event instanceof WalletEvent.MintMisbehaved));
            assertThat(mint.requests("/v1/swap")).isEqualTo(1);
            listening.dispose();
        }
    }

    /** 12.8. */
    @Test
    void redeem_keysThatAreNotTheIdsOwn_areNotUsed() {
        try (TestMint mint = TestMint.start()) {
            mint.faults().on("/v1/keys").always(Fault.lie(Lie.OTHER_KEYS));
            mint.faults().on("/v1/keys/{keyset_id}").always(Fault.lie(Lie.OTHER_KEYS));
            CashuWallet wallet = wallets.open(mint);
            assertThat(redeem(wallet, "key", mint.token(8)))
                    .isNotInstanceOf(RedeemResult.Redeemed.class)
                    .isNotInstanceOf(RedeemResult.Pending.class);
            assertThat(mint.requests("/v1/swap")).isZero();
        }
    }

    @Test
    void redeem_keysetThatExpiresSoon_isSpentButGetsNoOutputs() {
        Instant soon = Instant.now().plus(Duration.ofHours(2));
        try (TestMint mint = TestMint.builder()
                .keyset(KeysetSpec.of("sat").feePpk(100))
                .keyset(KeysetSpec.of("sat").finalExpiry(soon))
                .start()) {
            CashuWallet wallet = wallets.open(mint);
            String expiring = mint.keysetId();
            assertThat(redeem(wallet, mint.tokens(5, 8)).values()).allMatch(RedeemResult.Redeemed.class::isInstance);
            String sent = wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(8)))
                    .map(token -> token.token())
                    .block(WalletHarness.PATIENCE);
            assertThat(new TokenCodec(DecodeLimits.defaults())
                            .decode(String.valueOf(sent))
                            .proofs())
                    .noneMatch(proof -> proof.id().hex().equals(expiring));
        }
        try (TestMint mint = TestMint.builder().finalExpiry(soon).start()) {
            assertThat(redeem(wallets.open(mint), "key", mint.token(8)))
                    .isInstanceOfSatisfying(
                            RedeemResult.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.MINT_UNSUPPORTED));
        }
    }

    /** 02.16. */
    @Test
    void redeem_severalKeysetsOfDifferentFees_sharesAddUpToTheFee() {
        try (TestMint mint = TestMint.builder().feePpk(350).start()) {
            String first = mint.keysetId();
            String second = mint.rotate("sat", 1_250);
            mint.rotate("sat", 0);
            CashuWallet wallet =
                    wallets.open(mint, WalletStore.inMemory(), redeem -> redeem.linger(Duration.ofMillis(50)));
            List<RedeemRequest> requests = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String id = List.of(first, second, mint.keysetId()).get(i % 3);
                requests.add(new RedeemRequest("k" + i, mint.tokenV4(mint.issueProofsOf(id, 8, 16))));
            }
            List<RedeemResult> results =
                    wallet.redeem(Flux.fromIterable(requests)).collectList().block(WalletHarness.PATIENCE);
            assertThat(results).hasSize(30).allMatch(RedeemResult.Redeemed.class::isInstance);
            BigInteger fees = results.stream()
                    .map(result -> ((RedeemResult.Redeemed) result).fee().toBigInteger())
                    .reduce(BigInteger.ZERO, BigInteger::add);
            // 20 inputs at 350, 20 at 1,250, 20 at 0: 32 sat, and less than one more for each further swap.
            assertThat(fees.intValueExact()).isBetween(32, 31 + mint.requests("/v1/swap"));
            assertThat(spendable(wallet).add(fees)).isEqualTo(BigInteger.valueOf(30 * 24));
            assertConserved(mint, wallet);
        }
    }
}
