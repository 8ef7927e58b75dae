package io.nutflux.testmint;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestMintSwapTest {

    private TestMint mint;
    private TestWallet wallet;

    @BeforeEach
    void start() {
        mint = TestMint.builder().feePpk(100).maxInputs(5).maxOutputs(6).start();
        wallet = new TestWallet(mint);
    }

    @AfterEach
    void stop() {
        mint.close();
    }

    @Test
    void swap_validProofs_givesSpendableOnes() throws Exception {
        List<TestProof> inputs = mint.issueProofs(8, 2);
        List<TestWallet.Blinded> outputs = wallet.blind(1, 8);
        var response = wallet.swap(inputs, outputs);
        assertThat(response.statusCode()).isEqualTo(200);

        List<TestProof> proofs =
                wallet.unblind(outputs, TestWallet.json(response).get("signatures"));
        assertThat(inputs).allMatch(mint::spent);
        assertThat(proofs).noneMatch(mint::spent);
        assertThat(wallet.swap(proofs, wallet.blind(8)).statusCode()).isEqualTo(200);
        assertThat(mint.outstanding()).isEqualTo(8);
        assertThat(mint.issuedTotal()).isEqualTo(27);
        assertThat(mint.spentTotal()).isEqualTo(19);
    }

    @Test
    void swap_largestDenomination_isUnsigned() throws Exception {
        long largest = 1L << 63;
        try (TestMint free = TestMint.start()) {
            TestWallet rich = new TestWallet(free);
            List<TestWallet.Blinded> outputs = rich.blind(largest, largest);
            var response = rich.swap(free.issueProofs(largest, largest), outputs);
            assertThat(rich.unblind(outputs, TestWallet.json(response).get("signatures")))
                    .hasSize(2);
            assertThat(free.outstanding()).isEqualTo(BigInteger.ONE.shiftLeft(64));
        }
    }

    @Test
    void swap_spentProof_is11001() throws Exception {
        List<TestProof> inputs = mint.issueProofs(2);
        assertThat(wallet.swap(inputs, wallet.blind(1)).statusCode()).isEqualTo(200);
        var response = wallet.swap(inputs, wallet.blind(1));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestWallet.code(response)).isEqualTo(11001);
    }

    @Test
    void swap_refusals_haveTheProtocolsCodes() throws Exception {
        mint.addKeyset(KeysetSpec.of("usd"));
        String usd = mint.keysetId("usd");
        List<TestProof> two = mint.issueProofs(2);
        List<TestWallet.Blinded> one = wallet.blind(1);
        TestProof first = two.get(0);

        assertCode(List.of(first, first), wallet.blind(1, 2), 11007);
        assertCode(two, List.of(one.get(0), one.get(0)), 11008);
        assertCode(mint.issueProofs(1, 1, 1, 1, 1, 1), one, 11014);
        assertCode(two, wallet.blind(1, 1, 1, 1, 1, 1, 1), 11015);
        assertCode(List.of(first.withId("00ffffffffffffff")), one, 12001);
        assertCode(List.of(first.withId(first.id().substring(0, 16))), one, 12001);
        assertCode(List.of(first, mint.issueProofs("usd", 1).get(0)), one, 11009);
        assertCode(two, TestWallet.blind(usd, 1), 11010);
        assertCode(List.of(first.withWrongSignature()), one, 10001);
        assertCode(List.of(first.withAmount(4)), one, 10001);
        assertCode(List.of(first.withAmount(3)), one, 10001);
        assertCode(two, wallet.blind(2), 11005);
        assertCode(two, List.of(), 11005);
        assertThat(mint.spent(first)).isFalse();
        assertThat(wallet.swap(two, one).statusCode()).isEqualTo(200);
        assertCode(mint.issueProofs(2), one, 11003);
    }

    @Test
    void swap_pendingProof_is11002_untilItIsFree() throws Exception {
        List<TestProof> inputs = mint.issueProofs(2);
        mint.markPending(inputs);
        assertCode(inputs, wallet.blind(1), 11002);
        mint.unmarkPending(inputs);
        assertThat(wallet.swap(inputs, wallet.blind(1)).statusCode()).isEqualTo(200);
    }

    @Test
    void swap_ontoInactiveKeyset_is12002_fromItIsFine() throws Exception {
        List<TestProof> inputs = mint.issueProofs(2);
        List<TestWallet.Blinded> old = wallet.blind(1);
        String id = mint.rotate("sat", 0);
        assertCode(inputs, old, 12002);
        assertThat(mint.keysetId()).isEqualTo(id);
        assertThat(wallet.swap(inputs, wallet.blind(1)).statusCode()).isEqualTo(200);
    }

    @Test
    void swap_wrongShape_is422WithoutCode() throws Exception {
        for (String body :
                List.of("", "[]", "{", "{\"inputs\":[]}", "{\"inputs\":[{\"amount\":1.0}],\"outputs\":[]}")) {
            var response = wallet.post("/v1/swap", body.getBytes(StandardCharsets.UTF_8));
            assertThat(response.statusCode()).as(body).isEqualTo(422);
            assertThat(TestWallet.json(response).has("code")).isFalse();
        }
    }

    @Test
    void swap_sameBytes_areAnsweredFromTheCache() throws Exception {
        byte[] body = TestWallet.swapBody(mint.issueProofs(4), wallet.blind(1, 2));
        String first = wallet.post("/v1/swap", body).body();
        assertThat(wallet.post("/v1/swap", body).body()).isEqualTo(first);
        assertThat(mint.cacheHits()).isEqualTo(1);
        mint.clearCache();
        assertThat(TestWallet.code(wallet.post("/v1/swap", body))).isEqualTo(11001);
    }

    @Test
    void swap_refusal_isNotCached() throws Exception {
        List<TestProof> inputs = mint.issueProofs(2);
        byte[] body = TestWallet.swapBody(inputs, wallet.blind(1));
        mint.markPending(inputs);
        assertThat(wallet.post("/v1/swap", body).statusCode()).isEqualTo(400);
        mint.unmarkPending(inputs);
        assertThat(wallet.post("/v1/swap", body).statusCode()).isEqualTo(200);
    }

    private void assertCode(List<TestProof> inputs, List<TestWallet.Blinded> outputs, int code) throws Exception {
        var response = wallet.swap(inputs, outputs);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(TestWallet.code(response)).as(response.body()).isEqualTo(code);
    }
}
