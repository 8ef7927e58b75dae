package io.nutflux.testmint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The mint under traffic: value is conserved, and of two that spend one proof one succeeds. */
class TestMintTrafficTest {

    @Test
    void swap_oneProofInManyRequestsAtOnce_isSpentOnce() throws Exception {
        try (TestMint mint = TestMint.start()) {
            TestWallet wallet = new TestWallet(mint);
            List<TestProof> proof = mint.issueProofs(8);
            List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                running.add(wallet.postAsync("/v1/swap", TestWallet.swapBody(proof, wallet.blind(8))));
            }
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> one : running) {
                statuses.add(one.get().statusCode());
            }
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 400).hasSize(15);
            assertThat(mint.outstanding()).isEqualTo(8);
        }
    }

    @Test
    void swap_identicalRequestsAtOnce_getIdenticalAnswers() throws Exception {
        try (TestMint mint = TestMint.start()) {
            TestWallet wallet = new TestWallet(mint);
            byte[] body = TestWallet.swapBody(mint.issueProofs(8), wallet.blind(8));
            List<CompletableFuture<HttpResponse<String>>> running = Collections.nCopies(8, body).stream()
                    .map(same -> wallet.postAsync("/v1/swap", same))
                    .toList();
            List<String> answers = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> one : running) {
                answers.add(one.get().body());
            }
            assertThat(answers).allMatch(answers.get(0)::equals);
            assertThat(answers.get(0)).startsWith("{\"signatures\"");
        }
    }

    @Test
    void manySwapsWithFaultsAndRotations_conserveValue() throws Exception {
        Random random = new Random(7);
        try (TestMint mint = TestMint.builder().feePpk(100).start()) {
            TestWallet wallet = new TestWallet(mint);
            mint.faults()
                    .randomly(
                            7,
                            0.3,
                            Set.of("/v1/swap"),
                            Fault.dropAfter(),
                            Fault.statusAfter(502),
                            Fault.statusBefore(503));
            Deque<TestProof> purse = new ArrayDeque<>(mint.issueProofs(64, 64, 64, 64));
            BigInteger fees = BigInteger.ZERO;
            for (int i = 0; i < 60; i++) {
                TestProof input = purse.removeFirst();
                if (input.amount() == 1) {
                    purse.addLast(input);
                    continue;
                }
                long[] amounts = powers(input.amount() - 1);
                List<TestWallet.Blinded> outputs = wallet.blind(amounts);
                purse.addAll(wallet.unblind(outputs, swap(wallet, TestWallet.swapBody(List.of(input), outputs))));
                fees = fees.add(BigInteger.ONE);
                if (random.nextInt(10) == 0) {
                    mint.rotate("sat", 100);
                }
            }
            BigInteger held = Verifier.sum(purse.stream().map(TestProof::amount));
            assertThat(held).isEqualTo(mint.outstanding());
            assertThat(held.add(fees)).isEqualTo(256);
            assertThat(mint.faults().fired()).isPositive();
        }
    }

    @Test
    void swap_of400Inputs_isAnswered() throws Exception {
        try (TestMint mint = TestMint.start()) {
            TestWallet wallet = new TestWallet(mint);
            long[] ones = new long[400];
            Arrays.fill(ones, 1);
            List<TestWallet.Blinded> outputs = wallet.blind(16, 128, 256);
            var response = wallet.swap(mint.issueProofs(ones), outputs);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(mint.tokens(10, 1, 2)).doesNotHaveDuplicates().allMatch(token -> token.startsWith("cashuB"));
        }
    }

    /** The same bytes until an answer comes, as the cache allows. */
    private static JsonNode swap(TestWallet wallet, byte[] body) throws InterruptedException {
        while (true) {
            try {
                HttpResponse<String> response = wallet.post("/v1/swap", body);
                if (response.statusCode() == 200) {
                    return TestWallet.json(response).get("signatures");
                }
                assertThat(response.statusCode()).as(response.body()).isIn(502, 503);
            } catch (IOException ignored) {
                // A lost answer: ask again.
            }
        }
    }

    private static long[] powers(long amount) {
        List<Long> powers = KeysetSpec.powersOfTwo(63).stream()
                .filter(power -> (amount & power) != 0)
                .toList();
        return powers.stream().mapToLong(Long::longValue).toArray();
    }
}
