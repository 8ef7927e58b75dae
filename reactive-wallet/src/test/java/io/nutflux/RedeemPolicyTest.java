package io.nutflux;

import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.flow.RedeemOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.testmint.TokenOptions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which tokens are declined, before their mint hears of them. */
class RedeemPolicyTest {

    private static TestMint mint;
    private static TestMint other;
    private final WalletHarness wallets = new WalletHarness();

    @BeforeAll
    static void startMints() {
        mint = TestMint.builder().unit("sat").unit("usd").feePpk(600).start();
        other = TestMint.start();
    }

    @AfterAll
    static void closeMints() {
        mint.close();
        other.close();
    }

    @BeforeEach
    void forget() {
        mint.clearLog();
        other.clearLog();
    }

    @AfterEach
    void close() {
        wallets.close();
    }

    private CashuWallet open(UnaryOperator<AdmissionPolicy> change) {
        return wallets.open(mint, WalletStore.inMemory(), redeem -> redeem.policy(change));
    }

    private static void assertRefused(CashuWallet wallet, String token, RefusalReason reason, boolean retryable) {
        assertThat(redeem(wallet, "key", token)).isInstanceOfSatisfying(RedeemResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.retryable()).isEqualTo(retryable);
            assertThat(refused.detail()).isNotEmpty();
        });
        assertThat(mint.requests("/v1/swap")).isZero();
        assertThat(spendable(wallet)).isZero();
    }

    /** A refusal of today leaves what was redeemed before its outcome, and does not give that to another token. */
    @Test
    void refused_underAKeyOfAnotherToken_isKeyReused() {
        WalletStore store = WalletHarness.lasting();
        String token = mint.token(8);
        assertThat(redeem(wallets.open(mint, store, redeem -> redeem), "key", token))
                .isInstanceOf(RedeemResult.Redeemed.class);
        CashuWallet strict = wallets.open(store, WalletHarness.options());
        assertThat(redeem(strict, "key", token))
                .isInstanceOfSatisfying(
                        RedeemResult.Redeemed.class,
                        first -> assertThat(first.replayed()).isTrue());
        assertThat(redeem(strict, "key", mint.token(4)))
                .isInstanceOfSatisfying(
                        RedeemResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.KEY_REUSED));
    }

    @Test
    void defaults_takeNothing() {
        CashuWallet wallet = wallets.open(
                WalletStore.inMemory(), WalletHarness.options().withRedeem(redeem -> RedeemOptions.builder()));
        assertRefused(wallet, mint.token(8), RefusalReason.MINT_NOT_ALLOWED, false);
        assertThat(mint.counts()).as("the mint is not even asked for its keys").isEmpty();
    }

    /** X.33. */
    @Test
    void redeem_mintNotListed_isRefusedUnasked() {
        assertRefused(open(policy -> policy), other.token(8), RefusalReason.MINT_NOT_ALLOWED, false);
        assertThat(other.counts()).isEmpty();
    }

    @Test
    void redeem_anyMint_takesIt() {
        CashuWallet wallet = open(policy -> AdmissionPolicy.ofAnyMint());
        assertThat(redeem(wallet, "key", other.token(8))).isInstanceOf(RedeemResult.Redeemed.class);
    }

    /** X.1. */
    @Test
    void redeem_sameMintWrittenOtherwise_isTheSameMint() {
        String loud = mint.url().replace("http", "HTTP") + "/";
        CashuWallet wallet = open(policy -> policy);
        assertThat(redeem(
                        wallet,
                        "key",
                        mint.tokenV4(
                                mint.issueProofs(8), TokenOptions.defaults().withMint(loud))))
                .isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_plainHttpAcrossTheNetwork_isInsecure() {
        MintUrl plain = MintUrl.of("http://mint.example");
        CashuWallet wallet = open(policy -> AdmissionPolicy.of(plain));
        assertRefused(
                wallet,
                mint.tokenV4(mint.issueProofs(8), TokenOptions.defaults().withMint(plain.value())),
                RefusalReason.INSECURE_MINT_URL,
                false);
    }

    @Test
    void redeem_unitNotListed_isRefusedByLabelAndByKeyset() {
        CashuWallet wallet = open(policy -> policy.withUnits(CurrencyUnit.SAT));
        List<TestProof> dollars = mint.issueProofs("usd", 8);
        assertRefused(wallet, mint.tokenV4(dollars), RefusalReason.UNIT_NOT_ALLOWED, false);
        String unlabelled = BadTokens.v3("{\"token\":[" + BadTokens.entry(mint.url(), dollars) + "]}");
        assertRefused(wallet, unlabelled, RefusalReason.UNIT_NOT_ALLOWED, false);
    }

    @Test
    void redeem_severalUnitsInOneToken_isUnitMismatch() {
        List<TestProof> proofs = new ArrayList<>(mint.issueProofs("usd", 8));
        proofs.addAll(mint.issueProofs("sat", 8));
        assertThat(redeem(open(policy -> policy), "key", mint.tokenV4(proofs)))
                .isInstanceOfSatisfying(
                        RedeemResult.Invalid.class,
                        invalid -> assertThat(invalid.reason()).isEqualTo(RedeemResult.InvalidReason.UNIT_MISMATCH));
    }

    /** 03.4, X.8. */
    @Test
    void redeem_severalUnits_areKeptApart() {
        CashuWallet wallet = open(policy -> policy);
        Map<String, RedeemResult> results = redeem(
                wallet,
                List.of(
                        mint.tokenV4(mint.issueProofs("usd", 8)),
                        mint.tokenV4(mint.issueProofs("sat", 16)),
                        mint.tokenV4(mint.issueProofs("usd", 32))));
        assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
        assertThat(wallet.balances().collectList().block(WalletHarness.PATIENCE))
                .extracting(balance -> balance.unit().label() + balance.spendable())
                .containsExactlyInAnyOrder("sat15", "usd38");
    }

    @Test
    void redeem_tooManyProofs_isRefused() {
        CashuWallet wallet = open(policy -> policy.withMaxProofs(2));
        assertRefused(wallet, mint.token(8, 4, 2), RefusalReason.TOO_MANY_PROOFS, false);
        assertThat(redeem(wallet, "key", mint.token(8, 4))).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_tooMuchValue_isRefused() {
        CashuWallet wallet = open(policy -> policy.withMaxValue(Amount.of(10)));
        assertRefused(wallet, mint.token(8, 4), RefusalReason.VALUE_TOO_HIGH, false);
        assertThat(redeem(wallet, "key", mint.token(8, 2))).isInstanceOf(RedeemResult.Redeemed.class);
    }

    /** 03.2. */
    @Test
    void redeem_feeAboveValue_isDust() {
        // One proof costs ceil(0.6) = 1, two cost ceil(1.2) = 2.
        CashuWallet wallet = open(policy -> policy);
        assertRefused(wallet, mint.token(1), RefusalReason.DUST, false);
        assertThat(redeem(wallet, "key", mint.token(2))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.ONE);
    }

    /** 12.9. */
    @Test
    void redeem_missingDleq_isRefusedOnlyWhereRequired() {
        String bare = mint.tokenV4(mint.issueProofs(8), TokenOptions.defaults().withoutDleq());
        assertRefused(
                open(policy -> policy.withDleq(AdmissionPolicy.Dleq.REQUIRED)),
                bare,
                RefusalReason.DLEQ_MISSING,
                false);
        CashuWallet wallet = open(policy -> policy.withDleq(AdmissionPolicy.Dleq.VERIFIED_WHEN_PRESENT));
        assertThat(redeem(wallet, "key", bare)).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_dleqRequiredAndThere_isRedeemed() {
        CashuWallet wallet = open(policy -> policy.withDleq(AdmissionPolicy.Dleq.REQUIRED));
        assertThat(redeem(wallet, "key", mint.token(8, 8))).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_dleqLeftToSwap_isNotLookedAt() {
        CashuWallet wallet = open(policy -> policy.withDleq(AdmissionPolicy.Dleq.LEFT_TO_SWAP));
        TestProof proof = mint.issueProofs(8).get(0).withFalseDleq();
        assertThat(redeem(wallet, "key", mint.tokenV4(List.of(proof)))).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_lockedToAKey_isRefused() {
        List<TestProof> proofs = new ArrayList<>(mint.issueProofs(4));
        proofs.addAll(mint.issueLocked("02" + mint.keysetId().substring(2), 8));
        assertRefused(open(policy -> policy), mint.tokenV4(proofs), RefusalReason.LOCKED, false);
    }

    @Test
    void redeem_severalMintsInOneToken_isRefused() {
        String token = BadTokens.v3("{\"token\":[" + BadTokens.entry(mint.url(), mint.issueProofs(8)) + ","
                + BadTokens.entry(other.url(), other.issueProofs(8)) + "],\"unit\":\"sat\"}");
        assertRefused(open(policy -> AdmissionPolicy.ofAnyMint()), token, RefusalReason.SEVERAL_MINTS, false);
    }

    @Test
    void redeem_unreachableMint_isRefusedForNowAndOthersGoOn() {
        String dead = BadTokens.deadMint();
        CashuWallet wallet = open(policy -> AdmissionPolicy.of(MintUrl.of(mint.url()), MintUrl.of(dead)));
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            List<TestProof> proofs = mint.issueProofs(8);
            tokens.add(
                    i % 3 == 0 ? mint.tokenV4(proofs, TokenOptions.defaults().withMint(dead)) : mint.tokenV4(proofs));
        }
        Map<String, RedeemResult> results = redeem(wallet, tokens);
        for (int i = 0; i < tokens.size(); i++) {
            RedeemResult result = results.get("k" + i);
            if (i % 3 == 0) {
                assertThat(result).isInstanceOfSatisfying(RedeemResult.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(RefusalReason.MINT_UNREACHABLE);
                    assertThat(refused.retryable()).isTrue();
                });
            } else {
                assertThat(result).isInstanceOf(RedeemResult.Redeemed.class);
            }
        }
        assertThat(wallet.counts().refused()).isEqualTo(10);
        assertThat(wallet.counts().redeemed()).isEqualTo(20);
    }
}
