package io.nutflux.codec;

import static io.nutflux.codec.Bodies.OTHER_POINT;
import static io.nutflux.codec.Bodies.POINT;
import static io.nutflux.codec.Bodies.SCALAR;
import static io.nutflux.codec.Bodies.V1;
import static io.nutflux.codec.Bodies.V2;
import static io.nutflux.codec.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintQuote;
import io.nutflux.model.ProofState;
import io.nutflux.model.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, states, restored outputs and mint quotes. */
class MintCodecAnswerTest {

    private final MintCodec codec = new MintCodec(DecodeLimits.defaults());

    /** 00.11. */
    @Test
    void readSignatures_keepsTheirOrder() {
        Scalar scalar = Scalar.fromHex(SCALAR);

        assertThat(codec.readSignatures(utf8(Bodies.SIGNATURES)))
                .containsExactly(
                        new BlindSignature(
                                Amount.of(8),
                                new KeysetId(V1),
                                CurvePoint.fromHex(POINT),
                                new DleqProof(scalar, scalar, null)),
                        new BlindSignature(
                                new Amount(Long.MIN_VALUE), new KeysetId(V2), CurvePoint.fromHex(OTHER_POINT), null));
    }

    /** 00.16, X.2. */
    @Test
    void readSignatures_unknownFields_areIgnored() {
        String body = Bodies.SIGNATURES
                .replace("{\"signatures\"", "{\"x\":{\"y\":[1.5]},\"outputs\":7,\"signatures\"")
                .replace("\"amount\":8", "\"B_\":1,\"amount\":8,\"z\":null");

        assertThat(codec.readSignatures(utf8(body))).isEqualTo(codec.readSignatures(utf8(Bodies.SIGNATURES)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amount\":8|amount\":8.0",
                "amount\":8|amount\":8e0",
                "amount\":8|amount\":-8",
                "amount\":8|amount\":\"8\"",
                "amount\":8|amount\":null",
                "amount\":8|amount\":18446744073709551616",
                "\"amount\":8|\"x\":8",
                "\"C_\"|\"C\"",
                "\"id\":\"00|\"id\":\"zz",
                "\"e\":\"98|\"e\":\"",
                "\"e\":\"98|\"e\":\"9898",
                "\"e\"|\"f\"",
                "\"s\":|\"t\":",
                "\"C_\":\"02|\"C_\":\"04",
                "signatures|signature",
                "[{|[null,{",
                "]}|],\"signatures\":[]}"
            })
    void readSignatures_ofAnotherForm_areRefused(String change) {
        String[] parts = change.split("\\|", -1);
        String body = Bodies.SIGNATURES.replace(parts[0], parts[1]);

        assertThat(body).isNotEqualTo(Bodies.SIGNATURES);
        assertThatThrownBy(() -> codec.readSignatures(utf8(body))).isInstanceOf(DecodeException.class);
    }

    /** 09.1. */
    @Test
    void readRestored_pairsByIndex() {
        MintCodec.Restored restored = codec.readRestored(utf8(Bodies.RESTORED));

        assertThat(restored.outputs())
                .containsExactly(new BlindedMessage(Amount.ZERO, new KeysetId(V1), CurvePoint.fromHex(OTHER_POINT)));
        assertThat(restored.signatures())
                .containsExactly(new BlindSignature(Amount.of(2), new KeysetId(V1), CurvePoint.fromHex(POINT), null));
    }

    @Test
    void readRestored_nothing_isEmpty() {
        assertThat(codec.readRestored(utf8("{\"signatures\":[],\"outputs\":[]}"))
                        .outputs())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"signatures\":[]}", "{\"outputs\":[]}", "{}"})
    void readRestored_withoutBoth_isRefused(String body) {
        assertThatThrownBy(() -> codec.readRestored(utf8(body))).isInstanceOf(DecodeException.class);
    }

    @Test
    void readRestored_unequalCounts_areRefused() {
        String noSignature = Bodies.RESTORED.replaceAll("\"signatures\":\\[.*\\]", "\"signatures\":[]");

        assertThatThrownBy(() -> codec.readRestored(utf8(noSignature))).isInstanceOf(DecodeException.class);
    }

    /** 07.1, 07.7. */
    @Test
    void readStates_keepsOrderAndWitness() {
        assertThat(codec.readStates(utf8(Bodies.STATES)))
                .containsExactly(
                        new ProofState(CurvePoint.fromHex(POINT), ProofState.State.SPENT, "{\"preimage\":\"00\"}"),
                        new ProofState(CurvePoint.fromHex(OTHER_POINT), ProofState.State.UNSPENT, null));
    }

    /** 07.3. */
    @ParameterizedTest
    @CsvSource({
        "UNSPENT, UNSPENT",
        "PENDING, PENDING",
        "SPENT, SPENT",
        "unspent, UNKNOWN",
        "LIVE, UNKNOWN",
        "'', UNKNOWN"
    })
    void readStates_otherState_isUnknown(String text, ProofState.State state) {
        String body = "{\"states\":[{\"Y\":\"" + POINT + "\",\"state\":\"" + text + "\",\"witness\":\"\"}]}";

        assertThat(codec.readStates(utf8(body)))
                .containsExactly(new ProofState(CurvePoint.fromHex(POINT), state, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"states\":null}",
                "{\"states\":[{}]}",
                "{\"states\":[{\"Y\":\"" + POINT + "\"}]}",
                "{\"states\":[{\"state\":\"SPENT\"}]}",
                "{\"states\":[{\"Y\":\"" + POINT + "\",\"state\":1}]}",
                "{\"states\":[{\"Y\":\"" + POINT + "\",\"state\":\"SPENT\",\"witness\":{}}]}"
            })
    void readStates_ofAnotherForm_areRefused(String body) {
        assertThatThrownBy(() -> codec.readStates(utf8(body))).isInstanceOf(DecodeException.class);
    }

    /** 04.1, 23.1. */
    @Test
    void readMintQuote_givesTheQuote() {
        assertThat(codec.readMintQuote(utf8(Bodies.QUOTE)))
                .isEqualTo(new MintQuote(
                        "019e6d5a-2347-7000-8322-05d51d498303",
                        "lnbc100n1pj4apw9",
                        CurrencyUnit.SAT,
                        Amount.of(10),
                        MintQuote.State.UNPAID,
                        1701704757L));
    }

    @ParameterizedTest
    @CsvSource({"UNPAID, UNPAID", "PAID, PAID", "ISSUED, ISSUED", "PENDING, UNKNOWN", "paid, UNKNOWN"})
    void readMintQuote_otherState_isUnknown(String text, MintQuote.State state) {
        assertThat(codec.readMintQuote(utf8(Bodies.QUOTE.replace("UNPAID", text)))
                        .state())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"expiry\":null", "\"expiry\":0", "\"other\":[]"})
    void readMintQuote_withoutExpiry_isValidForEver(String expiry) {
        assertThat(codec.readMintQuote(utf8(Bodies.QUOTE.replace("\"expiry\":1701704757", expiry)))
                        .expiry())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quote", "request", "amount", "unit", "state"})
    void readMintQuote_withoutField_namesIt(String field) {
        String body = Bodies.QUOTE.replace("\"" + field + "\":", "\"x\":");

        assertThatThrownBy(() -> codec.readMintQuote(utf8(body)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(field);
    }

    @Test
    void readMintQuote_overlongOrEmptyId_isRefusedWithoutRepeatingIt() {
        String id = "q".repeat(1_025);
        String body = Bodies.QUOTE.replace("019e6d5a-2347-7000-8322-05d51d498303", id);

        assertThatThrownBy(() -> codec.readMintQuote(utf8(body)))
                .isInstanceOf(DecodeException.class)
                .hasMessageNotContaining("qqq");
        assertThatThrownBy(() -> codec.readMintQuote(utf8(body.replace(id, ""))))
                .isInstanceOf(DecodeException.class);
    }
}
