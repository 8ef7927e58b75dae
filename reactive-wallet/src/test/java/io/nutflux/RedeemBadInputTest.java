package io.nutflux;

import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.testmint.TokenOptions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no money gets a reason, and the mint is not asked to swap it unless only the mint can tell. */
class RedeemBadInputTest {

    private static TestMint mint;
    private final WalletHarness wallets = new WalletHarness();
    private CashuWallet wallet;

    @BeforeAll
    static void startMint() {
        mint = TestMint.start();
    }

    @AfterAll
    static void closeMint() {
        mint.close();
    }

    @BeforeEach
    void open() {
        mint.clearLog();
        wallet = wallets.open(mint);
    }

    @AfterEach
    void close() {
        wallets.close();
        assertThat(mint.faults().fired()).isZero();
    }

    private void assertInvalid(String token, InvalidReason reason) {
        assertThat(redeem(wallet, "key", token)).isInstanceOfSatisfying(RedeemResult.Invalid.class, invalid -> {
            assertThat(invalid.key()).isEqualTo("key");
            assertThat(invalid.reason()).isEqualTo(reason);
            assertThat(invalid.detail()).isNotEmpty().hasSizeLessThan(300);
        });
        assertThat(wallet.outcome("key").blockOptional(WalletHarness.PATIENCE))
                .as("decided without the mint, so judged afresh next time")
                .isEmpty();
        assertThat(mint.requests("/v1/swap")).isZero();
        assertThat(spendable(wallet)).isZero();
    }

    // ---- text

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "hello", "cashu", "lnbc1", "cashu ", "cashu:", "CASHUB", "cash\u0000uB", "\uD800"})
    void redeem_textThatIsNoToken_isNotAToken(String text) {
        assertInvalid(text, InvalidReason.NOT_A_TOKEN);
    }

    @Test
    void redeem_otherVersion_isUnsupported() {
        assertInvalid("cashuC" + mint.token(1).substring(6), InvalidReason.UNSUPPORTED_VERSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cashuA", "cashuB", "cashuB!!!!", "cashuBo2F0", "cashuAe30", "cashuA\u00e9", "cashuB////"})
    void redeem_brokenBody_isMalformed(String text) {
        assertInvalid(text, InvalidReason.MALFORMED);
    }

    @Test
    void redeem_megabyteOfOneLetter_exceedsTheLimit() {
        assertInvalid("A".repeat(1 << 20), InvalidReason.LIMIT_EXCEEDED);
        assertInvalid("cashuB" + "A".repeat(1 << 20), InvalidReason.LIMIT_EXCEEDED);
    }

    @Test
    void redeem_hundredThousandProofs_exceedsTheLimit() {
        byte[] proofs = ("{\"token\":[{\"mint\":\"" + mint.url() + "\",\"proofs\":[" + "{},".repeat(99_999) + "{}]}]}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertInvalid(
                BadTokens.v3(new String(proofs, java.nio.charset.StandardCharsets.UTF_8)), InvalidReason.MALFORMED);
        List<TestProof> one = mint.issueProofs(1);
        List<TestProof> many =
                IntStream.range(0, 2_001).mapToObj(i -> one.get(0)).toList();
        assertInvalid(mint.tokenV4(many, TokenOptions.defaults().withoutDleq()), InvalidReason.LIMIT_EXCEEDED);
        List<TestProof> hundredThousand =
                IntStream.range(0, 100_000).mapToObj(i -> one.get(0)).toList();
        assertInvalid(mint.tokenV4(hundredThousand), InvalidReason.LIMIT_EXCEEDED);
    }

    @Test
    void redeem_depthBombs_areRefusedWithoutRecursion() {
        assertInvalid(BadTokens.v3("[".repeat(100_000)), InvalidReason.MALFORMED);
        assertInvalid(
                BadTokens.v3("{\"x\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}"), InvalidReason.LIMIT_EXCEEDED);
        assertInvalid(BadTokens.v4(BadTokens.nestedCbor(100_000)), InvalidReason.MALFORMED);
    }

    @Test
    void redeem_depthBombInSecret_isJudgedByTheMintAsAnyText() {
        TestProof proof = mint.issueProof(1, "[".repeat(10_000));
        assertThat(redeem(wallet, "key", mint.tokenV4(List.of(proof)))).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_duplicateKeysInBody_isMalformed() {
        String entry = BadTokens.entry(mint.url(), mint.issueProofs(1));
        assertInvalid(BadTokens.v3("{\"token\":[" + entry + "],\"token\":[" + entry + "]}"), InvalidReason.MALFORMED);
        assertInvalid(
                BadTokens.v3("{\"token\":[" + entry.replace("\"amount\":1", "\"amount\":1,\"amount\":2") + "]}"),
                InvalidReason.MALFORMED);
    }

    @Test
    void redeem_brokenAtEachCharacter_givesOneResultEachAndTakesTheMoneyOnceAtMost() {
        BigInteger before = mint.outstanding();
        String token = mint.tokenV4(mint.issueProofs(8), TokenOptions.defaults().withoutDleq());
        List<String> broken = IntStream.range(0, token.length())
                .mapToObj(i -> BadTokens.broken(token, i))
                .toList();
        Map<String, RedeemResult> results = redeem(wallet, broken);
        long taken = results.values().stream()
                .filter(RedeemResult.Redeemed.class::isInstance)
                .count();
        assertThat(taken).isLessThanOrEqualTo(1);
        assertThat(results.values()).noneMatch(RedeemResult.Pending.class::isInstance);
        RedeemResult whole = redeem(wallet, "whole", token);
        assertThat(whole).isInstanceOf(taken == 0 ? RedeemResult.Redeemed.class : RedeemResult.Duplicate.class);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(8));
        assertThat(mint.outstanding()).isEqualTo(before.add(BigInteger.valueOf(8)));
        assertThat(verify(wallet).conserved()).isTrue();
    }

    // ---- proofs

    /** 03.4. */
    @Test
    void redeem_sameProofTwice_isDuplicateProof() {
        List<TestProof> proofs = mint.issueProofs(4);
        assertInvalid(mint.tokenV4(List.of(proofs.get(0), proofs.get(0))), InvalidReason.DUPLICATE_PROOF);
        assertInvalid(mint.tokenV4(List.of(proofs.get(0), proofs.get(0).withAmount(2))), InvalidReason.DUPLICATE_PROOF);
        assertThat(redeem(wallet, "key", mint.tokenV4(proofs))).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_amountZero_isInvalidAmount() {
        assertInvalid(mint.tokenV4(List.of(mint.issueProofs(1).get(0).withAmount(0))), InvalidReason.INVALID_AMOUNT);
    }

    @Test
    void redeem_amountsPastSixtyFourBits_isInvalidAmount() {
        List<TestProof> proofs = mint.issueProofs(1, 2).stream()
                .map(proof -> proof.withAmount(1L << 63).withoutDleq())
                .toList();
        assertInvalid(mint.tokenV4(proofs), InvalidReason.INVALID_AMOUNT);
        assertInvalid(mint.tokenV3(proofs), InvalidReason.INVALID_AMOUNT);
    }

    @Test
    void redeem_largestDenomination_isRedeemed() {
        RedeemResult result = redeem(wallet, "key", mint.token(1L << 63));
        assertThat(result)
                .isInstanceOfSatisfying(
                        RedeemResult.Redeemed.class,
                        redeemed -> assertThat(redeemed.amount()).isEqualTo(new Amount(1L << 63)));
        assertThat(spendable(wallet)).isEqualTo(BigInteger.ONE.shiftLeft(63));
    }

    @Test
    void redeem_amountWithoutKey_isUnknownDenomination() {
        assertInvalid(
                mint.tokenV4(List.of(mint.issueProofs(1).get(0).withAmount(3))), InvalidReason.UNKNOWN_DENOMINATION);
    }

    @Test
    void redeem_unknownKeyset_isUnknownKeyset() {
        TestProof proof = mint.issueProofs(1).get(0);
        assertInvalid(mint.tokenV4(List.of(proof.withId("01" + "ab".repeat(32)))), InvalidReason.UNKNOWN_KEYSET);
        assertInvalid(mint.tokenV4(List.of(proof.withId("00" + "ab".repeat(7)))), InvalidReason.UNKNOWN_KEYSET);
        assertInvalid(mint.tokenV4(List.of(proof.withId("01" + "ab".repeat(7)))), InvalidReason.UNKNOWN_KEYSET);
        assertInvalid(mint.tokenV4(List.of(proof.withId("02" + "ab".repeat(32)))), InvalidReason.UNKNOWN_KEYSET);
    }

    @Test
    void redeem_shortKeysetId_isResolved() {
        String token =
                mint.tokenV4(mint.issueProofs(8, 1), TokenOptions.defaults().withShortIds());
        assertThat(redeem(wallet, "key", token)).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(redeem(wallet, "again", token)).isInstanceOf(RedeemResult.Duplicate.class);
    }

    /** X.8. */
    @Test
    void redeem_wrongLabel_isUnitMismatch() {
        assertInvalid(
                mint.tokenV4(mint.issueProofs(1), TokenOptions.defaults().withUnit("usd")),
                InvalidReason.UNIT_MISMATCH);
    }

    /** 12.4, X.33. */
    @Test
    void redeem_falseDleq_isBadDleq() {
        List<TestProof> proofs = mint.issueProofs(1, 2);
        assertInvalid(mint.tokenV4(List.of(proofs.get(0), proofs.get(1).withFalseDleq())), InvalidReason.BAD_DLEQ);
        assertInvalid(mint.tokenV4(List.of(proofs.get(0).withWrongSignature())), InvalidReason.BAD_DLEQ);
    }

    // ---- what only the mint can tell

    @Test
    void redeem_falseSignatures_areRejectedAndTheirNeighboursRedeemed() {
        List<String> tokens = new ArrayList<>(mint.tokens(20, 4, 1));
        for (int i = 0; i < tokens.size(); i += 7) {
            TestProof proof = mint.issueProofs(4).get(0).withoutDleq().withWrongSignature();
            tokens.set(i, mint.tokenV4(List.of(proof)));
        }
        Map<String, RedeemResult> results = redeem(wallet, tokens);
        for (int i = 0; i < tokens.size(); i++) {
            RedeemResult result = results.get("k" + i);
            if (i % 7 == 0) {
                assertThat(result)
                        .isInstanceOfSatisfying(
                                RedeemResult.Invalid.class,
                                invalid -> assertThat(invalid.reason()).isEqualTo(InvalidReason.REJECTED_BY_MINT));
                assertThat(wallet.outcome(result.key()).block(WalletHarness.PATIENCE))
                        .as("the mint decided, so it is kept")
                        .isEqualTo(result);
            } else {
                assertThat(result).isInstanceOf(RedeemResult.Redeemed.class);
            }
        }
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(17 * 5));
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(wallet.counts().splits()).isPositive();
    }

    @Test
    void redeem_spentElsewhere_isAlreadySpent() {
        List<TestProof> proofs = mint.issueProofs(4, 2);
        mint.markSpent(proofs.subList(0, 1));
        assertThat(redeem(wallet, "key", mint.tokenV4(proofs)))
                .isInstanceOfSatisfying(
                        RedeemResult.AlreadySpent.class,
                        spent -> assertThat(spent.value()).isEqualTo(Amount.of(6)));
        assertThat(mint.requests("/v1/swap")).isZero();
        assertThat(mint.spent(proofs.get(1))).isFalse();
    }

    @Test
    void redeem_pendingElsewhere_isRefusedUntilItNoMoreIs() {
        List<TestProof> proofs = mint.issueProofs(4, 2);
        mint.markPending(proofs.subList(0, 1));
        assertThat(redeem(wallet, "key", mint.tokenV4(proofs)))
                .isInstanceOfSatisfying(RedeemResult.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(RedeemResult.RefusalReason.PENDING_ELSEWHERE);
                    assertThat(refused.retryable()).isTrue();
                });
        mint.unmarkPending(proofs);
        assertThat(redeem(wallet, "key", mint.tokenV4(proofs))).isInstanceOf(RedeemResult.Redeemed.class);
    }
}
