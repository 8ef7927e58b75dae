package io.nutflux.testmint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Each lie changes the answer as it says, and the replay from the cache is honest. */
class LieTest {

    private final TestMint mint = TestMint.start();
    private final TestWallet wallet = new TestWallet(mint);

    @AfterEach
    void stop() {
        mint.close();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "WRONG_SIGNATURE",
                "INVALID_POINT",
                "REORDERED_SIGNATURES",
                "DUPLICATED_SIGNATURE",
                "MISSING_SIGNATURE",
                "EXTRA_SIGNATURE",
                "WRONG_AMOUNT",
                "WRONG_KEYSET_ID",
                "FALSE_DLEQ"
            })
    void aboutSignatures_isSeenByAWalletThatLooks_replayIsHonest(Lie lie) throws Exception {
        List<TestWallet.Blinded> outputs = wallet.blind(2, 2, 2);
        byte[] body = TestWallet.swapBody(mint.issueProofs(2, 4), outputs);
        JsonNode told = swap(lie, body);
        assertThatThrownBy(() -> wallet.unblind(outputs, told))
                .isInstanceOfAny(AssertionError.class, IllegalArgumentException.class);
        JsonNode honest = swap(body);
        assertThat(wallet.unblind(outputs, honest)).hasSize(3);
        assertThat(mint.faults().fired(lie)).isEqualTo(1);
    }

    @Test
    void missingDleq_leavesTheSignatures() throws Exception {
        byte[] body = TestWallet.swapBody(mint.issueProofs(2), wallet.blind(1, 1));
        JsonNode told = swap(Lie.MISSING_DLEQ, body);
        assertThat(told).hasSize(2).allMatch(signature -> !signature.has("dleq") && signature.has("C_"));
    }

    @Test
    void aboutStates_differsFromTheTruthInOnePoint() throws Exception {
        List<TestProof> proofs = mint.issueProofs(1, 1);
        mint.markSpent(proofs.subList(0, 1));
        JsonNode truth = states(proofs);
        assertThat(states(Lie.REORDERED_STATES, proofs)).containsExactly(truth.get(1), truth.get(0));
        assertThat(states(Lie.MISSING_STATE, proofs)).containsExactly(truth.get(0));
        JsonNode wrong = states(Lie.WRONG_Y, proofs);
        assertThat(wrong.get(0).get("Y")).isNotEqualTo(truth.get(0).get("Y"));
        assertThat(wrong.get(1)).isEqualTo(truth.get(1));
        assertThat(states(Lie.ALL_SPENT, proofs).get(1).get("state").stringValue())
                .isEqualTo("SPENT");
        assertThat(states(Lie.ALL_UNSPENT, proofs).get(0).get("state").stringValue())
                .isEqualTo("UNSPENT");
        assertThat(states(Lie.UNKNOWN_STATE, proofs).get(0).get("state").stringValue())
                .isEqualTo("FROZEN");
    }

    @Test
    void aboutRestored_changesOutputsOrSignatures() throws Exception {
        List<TestWallet.Blinded> outputs = wallet.blind(1, 2);
        wallet.swap(mint.issueProofs(1, 2), outputs);
        JsonNode nothing = restore(Lie.NOTHING_RESTORED, outputs);
        assertThat(nothing.get("outputs")).isEmpty();
        assertThat(nothing.get("signatures")).isEmpty();
        JsonNode extra = restore(Lie.EXTRA_RESTORED, outputs);
        assertThat(extra.get("outputs")).hasSize(3);
        assertThat(extra.get("signatures")).hasSize(3);
        JsonNode uneven = restore(Lie.UNEVEN_RESTORED, outputs);
        assertThat(uneven.get("outputs")).hasSize(2);
        assertThat(uneven.get("signatures")).hasSize(1);
        JsonNode wrong = restore(Lie.WRONG_SIGNATURE, outputs);
        assertThatThrownBy(() -> wallet.unblind(outputs, wrong.get("signatures")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void otherKeys_doNotFitTheId_onceOnly() throws Exception {
        String path = "/v1/keys";
        String truth = wallet.get(path).body();
        mint.faults().on(path).next(Fault.lie(Lie.OTHER_KEYS));
        JsonNode keyset = TestWallet.json(wallet.get(path)).get("keysets").get(0);
        assertThat(keyset.get("id").stringValue()).isEqualTo(mint.keysetId());
        assertThat(truth).doesNotContain(keyset.get("keys").get("1").stringValue());
        assertThat(wallet.get(path).body()).isEqualTo(truth);
    }

    @ParameterizedTest
    @EnumSource
    void onAnAnswerItDoesNotFit_isNotTold(Lie lie) throws Exception {
        String truth =
                wallet.post("/v1/checkstate", TestWallet.statesBody(List.of())).body();
        mint.faults().on("/v1/checkstate").next(Fault.lie(lie));
        assertThat(wallet.post("/v1/checkstate", TestWallet.statesBody(List.of()))
                        .body())
                .isEqualTo(truth);
    }

    private JsonNode swap(byte[] body) throws Exception {
        return TestWallet.json(wallet.post("/v1/swap", body)).get("signatures");
    }

    private JsonNode swap(Lie lie, byte[] body) throws Exception {
        mint.faults().on("/v1/swap").next(Fault.lie(lie));
        return swap(body);
    }

    private JsonNode states(List<TestProof> proofs) throws Exception {
        return TestWallet.json(wallet.post("/v1/checkstate", TestWallet.statesBody(proofs)))
                .get("states");
    }

    private JsonNode states(Lie lie, List<TestProof> proofs) throws Exception {
        mint.faults().on("/v1/checkstate").next(Fault.lie(lie));
        return states(proofs);
    }

    private JsonNode restore(Lie lie, List<TestWallet.Blinded> outputs) throws Exception {
        mint.faults().on("/v1/restore").next(Fault.lie(lie));
        return TestWallet.json(wallet.post("/v1/restore", TestWallet.restoreBody(outputs)));
    }
}
