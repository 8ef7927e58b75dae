package io.nutflux;

import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.model.Amount;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.testmint.TokenOptions;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing good is lost because of something bad beside it. */
class RedeemMixedTest {

    private static final int TOKENS = 400;
    static final String DEAD_MINT = BadTokens.deadMint();
    private static final TokenOptions BARE = TokenOptions.defaults().withoutDleq();

    private final WalletHarness wallets = new WalletHarness();

    /** A way to be bad: what is made of sound proofs, and what shall come of it. */
    record Kind(String name, Maker maker, Predicate<RedeemResult> expected) {

        interface Maker {
            String make(TestMint mint, List<TestProof> proofs);
        }

        static Kind invalid(InvalidReason reason, Maker maker) {
            return new Kind(
                    reason.name(),
                    maker,
                    result -> result instanceof RedeemResult.Invalid invalid && invalid.reason() == reason);
        }

        static Kind refused(RefusalReason reason, Maker maker) {
            return new Kind(
                    reason.name(),
                    maker,
                    result -> result instanceof RedeemResult.Refused refused && refused.reason() == reason);
        }
    }

    private static List<TestProof> firstChanged(List<TestProof> proofs, Function<TestProof, TestProof> change) {
        List<TestProof> changed = new ArrayList<>(proofs);
        changed.set(0, change.apply(proofs.get(0)));
        return changed;
    }

    static final List<Kind> BAD = List.of(
            Kind.invalid(InvalidReason.NOT_A_TOKEN, (mint, proofs) -> "hello"),
            Kind.invalid(
                    InvalidReason.UNSUPPORTED_VERSION,
                    (mint, proofs) -> "cashuZ" + mint.tokenV4(proofs).substring(6)),
            Kind.invalid(
                    InvalidReason.MALFORMED,
                    (mint, proofs) -> mint.tokenV4(proofs)
                            .substring(0, mint.tokenV4(proofs).length() / 2)),
            Kind.invalid(InvalidReason.LIMIT_EXCEEDED, (mint, proofs) -> "cashuB" + "A".repeat(600_000)),
            Kind.invalid(
                    InvalidReason.DUPLICATE_PROOF,
                    (mint, proofs) -> mint.tokenV4(List.of(proofs.get(0), proofs.get(0)))),
            Kind.invalid(
                    InvalidReason.INVALID_AMOUNT,
                    (mint, proofs) -> mint.tokenV4(firstChanged(proofs, proof -> proof.withAmount(0)))),
            Kind.invalid(
                    InvalidReason.UNKNOWN_DENOMINATION,
                    (mint, proofs) -> mint.tokenV4(firstChanged(proofs, proof -> proof.withAmount(3)))),
            Kind.invalid(
                    InvalidReason.UNKNOWN_KEYSET,
                    (mint, proofs) -> mint.tokenV4(
                            firstChanged(proofs, proof -> proof.withId("00" + "ab".repeat(7))),
                            TokenOptions.defaults().withUnit("sat"))),
            Kind.invalid(
                    InvalidReason.UNIT_MISMATCH,
                    (mint, proofs) ->
                            mint.tokenV4(proofs, TokenOptions.defaults().withUnit("usd"))),
            Kind.invalid(
                    InvalidReason.BAD_DLEQ,
                    (mint, proofs) -> mint.tokenV4(firstChanged(proofs, TestProof::withFalseDleq))),
            Kind.invalid(
                    InvalidReason.REJECTED_BY_MINT,
                    (mint, proofs) -> mint.tokenV4(firstChanged(proofs, TestProof::withWrongSignature), BARE)),
            new Kind(
                    "huge and false",
                    (mint, proofs) -> mint.tokenV4(List.of(proofs.get(0).withAmount(1L << 63)), BARE),
                    result -> result instanceof RedeemResult.Invalid invalid
                            && invalid.reason() == InvalidReason.REJECTED_BY_MINT),
            new Kind(
                    "spent",
                    (mint, proofs) -> {
                        mint.markSpent(proofs.subList(0, 1));
                        return mint.tokenV4(proofs);
                    },
                    RedeemResult.AlreadySpent.class::isInstance),
            Kind.refused(RefusalReason.PENDING_ELSEWHERE, (mint, proofs) -> {
                mint.markPending(proofs.subList(0, 1));
                return mint.tokenV4(proofs);
            }),
            Kind.refused(
                    RefusalReason.MINT_NOT_ALLOWED,
                    (mint, proofs) ->
                            mint.tokenV4(proofs, TokenOptions.defaults().withMint("https://no.example"))),
            Kind.refused(
                    RefusalReason.INSECURE_MINT_URL,
                    (mint, proofs) ->
                            mint.tokenV4(proofs, TokenOptions.defaults().withMint("http://plain.example"))),
            Kind.refused(
                    RefusalReason.MINT_UNREACHABLE,
                    (mint, proofs) ->
                            mint.tokenV4(proofs, TokenOptions.defaults().withMint(DEAD_MINT))),
            Kind.refused(
                    RefusalReason.LOCKED, (mint, proofs) -> mint.tokenV4(mint.issueLocked("02" + "12".repeat(32), 8))),
            Kind.refused(RefusalReason.DUST, (mint, proofs) -> mint.tokenV4(mint.issueProofs(1, 1))),
            Kind.refused(RefusalReason.VALUE_TOO_HIGH, (mint, proofs) -> mint.tokenV4(mint.issueProofs(1L << 63, 2))),
            Kind.refused(
                    RefusalReason.TOO_MANY_PROOFS,
                    (mint, proofs) -> mint.tokenV4(mint.issueProofs(1, 1, 1, 1, 1, 1, 1, 1, 1))));

    static final Kind GOOD = new Kind("good", TestMint::tokenV4, RedeemResult.Redeemed.class::isInstance);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void redeem_everyKindOfBadAmongGood_redeemsAllTheGood(long seed) {
        Random random = new Random(seed);
        try (TestMint mint = TestMint.builder().feePpk(1_100).start()) {
            CashuWallet wallet = open(mint);
            List<Kind> kinds = new ArrayList<>();
            List<String> tokens = new ArrayList<>();
            long face = 0;
            for (int i = 0; i < TOKENS; i++) {
                Kind kind = i < BAD.size() || random.nextInt(3) == 0 ? BAD.get(i % BAD.size()) : GOOD;
                long[] amounts = random.longs(1 + random.nextInt(6), 2, 10)
                        .map(power -> 1L << power)
                        .toArray();
                face += kind.equals(GOOD) ? Arrays.stream(amounts).sum() : 0;
                kinds.add(kind);
                tokens.add(kind.maker.make(mint, mint.issueProofs(amounts)));
            }
            BigInteger before = mint.outstanding();
            Map<String, RedeemResult> results = redeem(wallet, tokens);
            for (int i = 0; i < TOKENS; i++) {
                assertThat(results.get("k" + i)).as(kinds.get(i).name()).matches(kinds.get(i).expected);
            }
            assertBooks(mint, wallet, results, BigInteger.valueOf(face), before);
        } finally {
            wallets.close();
        }
    }

    private CashuWallet open(TestMint mint) {
        return wallets.open(
                mint,
                WalletStore.inMemory(),
                redeem -> redeem.policy(AdmissionPolicy.of(
                                MintUrl.of(mint.url()), MintUrl.of(DEAD_MINT), MintUrl.of("http://plain.example"))
                        .withMaxProofs(8)
                        .withMaxValue(new Amount(1L << 63))));
    }

    private static void assertBooks(
            TestMint mint, CashuWallet wallet, Map<String, RedeemResult> results, BigInteger face, BigInteger before) {
        BigInteger gained = BigInteger.ZERO;
        BigInteger fees = BigInteger.ZERO;
        for (RedeemResult result : results.values()) {
            if (result instanceof RedeemResult.Redeemed redeemed) {
                gained = gained.add(redeemed.amount().toBigInteger());
                fees = fees.add(redeemed.fee().toBigInteger());
            }
        }
        assertThat(gained.add(fees)).isEqualTo(face);
        assertThat(spendable(wallet)).isEqualTo(gained);
        assertThat(before.subtract(mint.outstanding()))
                .as("the mint got its fees and nothing else was lost")
                .isEqualTo(fees);
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
        assertThat(verify(wallet).accounts())
                .singleElement()
                .satisfies(account -> assertThat(account.received()).isEqualTo(face));
        assertThat(wallet.pending().collectList().block(WalletHarness.PATIENCE)).isEmpty();
        assertThat(wallet.counts().tokens()).isEqualTo(TOKENS);
        assertThat(wallet.counts().redeemed()
                        + wallet.counts().invalid()
                        + wallet.counts().refused()
                        + wallet.counts().alreadySpent())
                .isEqualTo(TOKENS);
    }
}
