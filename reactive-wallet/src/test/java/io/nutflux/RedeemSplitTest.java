package io.nutflux;

import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.flow.RedeemOptions;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.testmint.TokenOptions;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Swaps that cannot be made as one are made as several, so that no token fails by its neighbours. */
class RedeemSplitTest {

    private final WalletHarness wallets = new WalletHarness();

    @AfterEach
    void close() {
        wallets.close();
    }

    /** A lane that waits until all tokens are there. */
    private CashuWallet open(TestMint mint) {
        return wallets.open(mint, WalletStore.inMemory(), redeem -> redeem.linger(Duration.ofMillis(100)));
    }

    /** A wallet that swaps once so many proofs are there, and not before. */
    private CashuWallet openForOneSwapOf(int proofs, TestMint mint) {
        return wallets.open(
                mint,
                WalletStore.inMemory(),
                redeem -> redeem.maxInputsPerSwap(proofs).linger(Duration.ofMinutes(1)));
    }

    /** X.32. */
    @Test
    void redeem_fewInputsTakenByTheMint_learnsAndRedeemsAll() {
        try (TestMint mint = TestMint.builder().maxInputs(50).start()) {
            CashuWallet wallet = open(mint);
            assertThat(redeem(wallet, mint.tokens(100, 1, 2, 4, 8)).values())
                    .allMatch(RedeemResult.Redeemed.class::isInstance);
            long splits = wallet.counts().splits();
            assertThat(wallet.redeem(Flux.fromIterable(mint.tokens(50, 1, 2, 4, 8))
                                    .index((i, token) -> new RedeemRequest("later" + i, token)))
                            .collectList()
                            .block(WalletHarness.PATIENCE))
                    .hasSize(50)
                    .allMatch(RedeemResult.Redeemed.class::isInstance);
            assertThat(splits).isPositive();
            assertThat(wallet.counts().splits()).as("the limit was learned").isEqualTo(splits);
            assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(150 * 15));
        }
    }

    @Test
    void redeem_oneTokenOfMoreProofsThanTheMintTakes_isTooManyProofs() {
        try (TestMint mint = TestMint.builder().maxInputs(5).start()) {
            CashuWallet wallet = open(mint);
            Map<String, RedeemResult> results =
                    redeem(wallet, List.of(mint.token(1, 2, 4, 8, 16, 32), mint.token(1, 2), mint.token(8)));
            assertThat(results.remove("k0"))
                    .isInstanceOfSatisfying(
                            RedeemResult.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.TOO_MANY_PROOFS));
            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
        }
    }

    /** X.32. */
    @Test
    void redeem_fewOutputsTakenByTheMint_redeemsAll() {
        try (TestMint mint = TestMint.builder().maxOutputs(4).start()) {
            CashuWallet wallet = open(mint);
            assertThat(redeem(wallet, mint.tokens(20, 1, 2, 4, 8)).values())
                    .allMatch(RedeemResult.Redeemed.class::isInstance);
            assertThat(verify(wallet).conserved()).isTrue();
        }
    }

    @Test
    void redeem_smallDenominationsOnly_needsSeveralSwapsAndGetsThem() {
        // 100 tokens of 24 are 2,400; at most 200 outputs of at most 8 make 1,600.
        try (TestMint mint = TestMint.builder().denominations(1, 2, 4, 8).start()) {
            CashuWallet wallet = open(mint);
            assertThat(redeem(wallet, mint.tokens(100, 8, 8, 8)).values())
                    .allMatch(RedeemResult.Redeemed.class::isInstance);
            assertThat(mint.requests("/v1/swap")).isGreaterThan(1);
            assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(2_400));
        }
    }

    @Test
    void redeem_hugeFalseTokensBesideSmallGoodOnes_redeemsTheGood() {
        try (TestMint mint = TestMint.start()) {
            CashuWallet wallet = open(mint);
            List<String> tokens = new ArrayList<>(mint.tokens(20, 8));
            for (int i : new int[] {0, 7, 19}) {
                TestProof huge = mint.issueProofs(1).get(0).withAmount(1L << 63);
                tokens.set(
                        i, mint.tokenV4(List.of(huge), TokenOptions.defaults().withoutDleq()));
            }
            Map<String, RedeemResult> results = redeem(wallet, tokens);
            for (int i : new int[] {0, 7, 19}) {
                assertThat(results.remove("k" + i))
                        .isInstanceOfSatisfying(
                                RedeemResult.Invalid.class,
                                invalid -> assertThat(invalid.reason()).isEqualTo(InvalidReason.REJECTED_BY_MINT));
            }
            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
        }
    }

    @Test
    void redeem_realValuePastSixtyFourBits_isTakenInSeveralSwaps() {
        try (TestMint mint = TestMint.start()) {
            CashuWallet wallet = open(mint);
            assertThat(redeem(wallet, mint.tokens(3, 1L << 63)).values())
                    .allMatch(RedeemResult.Redeemed.class::isInstance);
            assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(3).shiftLeft(63));
            assertThat(verify(wallet).conserved()).isTrue();
        }
    }

    @Test
    void redeem_spentBetweenCheckAndSwap_costsNoNeighbour() {
        try (TestMint mint = TestMint.start()) {
            CashuWallet wallet = openForOneSwapOf(20, mint);
            List<TestProof> raced = mint.issueProofs(8);
            List<String> tokens = new ArrayList<>(mint.tokens(20, 8));
            tokens.set(5, mint.tokenV4(raced));
            mint.faults().on("/v1/swap").next(Fault.before(() -> mint.markSpent(raced)));
            Map<String, RedeemResult> results = redeem(wallet, tokens);
            assertThat(results.remove("k5")).isInstanceOf(RedeemResult.AlreadySpent.class);
            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
            assertThat(mint.requests("/v1/swap")).isEqualTo(2);
        }
    }

    @Test
    void redeem_pendingBetweenCheckAndSwap_costsNoNeighbourAndSettlesLater() {
        try (TestMint mint = TestMint.start()) {
            CashuWallet wallet = openForOneSwapOf(20, mint);
            List<TestProof> raced = mint.issueProofs(8);
            List<String> tokens = new ArrayList<>(mint.tokens(20, 8));
            tokens.set(5, mint.tokenV4(raced));
            mint.faults().on("/v1/swap").next(Fault.before(() -> mint.markPending(raced)));
            Map<String, RedeemResult> results = redeem(wallet, tokens);
            assertThat(results.remove("k5")).isInstanceOf(RedeemResult.Pending.class);
            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
            mint.unmarkPending(raced);
            assertThat(WalletHarness.outcome(wallet, "k5")).isInstanceOf(RedeemResult.Redeemed.class);
            assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(160));
        }
    }

    @Test
    void redeem_allFalse_costsSwapsInProportionOnly() {
        try (TestMint mint = TestMint.start()) {
            CashuWallet wallet = open(mint);
            List<String> tokens = IntStream.range(0, 32)
                    .mapToObj(i -> mint.tokenV4(
                            List.of(mint.issueProofs(8).get(0).withoutDleq().withWrongSignature())))
                    .toList();
            assertThat(redeem(wallet, tokens).values()).allMatch(RedeemResult.Invalid.class::isInstance);
            assertThat(mint.requests("/v1/swap"))
                    .as("a binary tree has 2n - 1 nodes")
                    .isLessThan(64);
            assertThat(wallet.counts().splits()).isEqualTo(mint.requests("/v1/swap") - 32);
        }
    }

    @Test
    void redeem_allFalse_asksTheMintForFewSwapsAtATime() {
        try (TestMint mint = TestMint.start()) {
            CashuWallet wallet = openForOneSwapOf(128, mint);
            AtomicInteger atOnce = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            // Each waits at the mint while others come, as far as they do.
            mint.faults()
                    .on("/v1/swap")
                    .always(Fault.before(() -> most.accumulateAndGet(atOnce.incrementAndGet(), Math::max))
                            .and(Fault.delayAfter(Duration.ofMillis(1)))
                            .and(Fault.after(atOnce::decrementAndGet)));
            List<String> tokens = mint
                    .issueProofs(LongStream.generate(() -> 8).limit(128).toArray())
                    .stream()
                    .map(proof -> mint.tokenV4(List.of(proof.withoutDleq().withWrongSignature())))
                    .toList();
            assertThat(redeem(wallet, tokens).values()).allMatch(RedeemResult.Invalid.class::isInstance);
            assertThat(most.get()).isPositive().isLessThanOrEqualTo(RedeemOptions.DEFAULT_CONCURRENT_SWAPS);
        }
    }
}
