package io.nutflux.codec;

import static io.nutflux.codec.Bodies.OTHER_POINT;
import static io.nutflux.codec.Bodies.POINT;
import static io.nutflux.codec.Bodies.SCALAR;
import static io.nutflux.codec.Bodies.V1;
import static io.nutflux.codec.Bodies.V2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nutflux.model.Amount;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Proof;
import io.nutflux.model.RequestBody;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exact bytes of requests. */
class MintCodecRequestTest {

    private static final BlindedMessage OUTPUT = new BlindedMessage(
            Amount.of(8), new KeysetId(V2.toUpperCase(java.util.Locale.ROOT)), CurvePoint.fromHex(POINT));

    private final MintCodec codec = new MintCodec(DecodeLimits.defaults());

    /** 00.13, 03.1, 12.5, X.27. */
    @Test
    void swapRequest_leavesOutWhatIsNotTheMintsBusiness() {
        Scalar scalar = Scalar.fromHex(SCALAR);
        Proof full = new Proof(
                Amount.of(2),
                new KeysetId(V1),
                new Secret("s"),
                CurvePoint.fromHex(OTHER_POINT),
                "{\"signatures\":[]}",
                new DleqProof(scalar, scalar, scalar),
                CurvePoint.fromHex(POINT));

        assertThat(text(codec.swapRequest(List.of(full, full.withDleq(null)), List.of(OUTPUT))))
                .isEqualTo("{\"inputs\":[" + input("2", "s", ",\"witness\":\"{\\\"signatures\\\":[]}\"") + ","
                        + input("2", "s", ",\"witness\":\"{\\\"signatures\\\":[]}\"") + "],\"outputs\":["
                        + "{\"amount\":8,\"id\":\"" + V2 + "\",\"B_\":\"" + POINT + "\"}]}");
    }

    /** 00.14. */
    @Test
    void swapRequest_amounts_areUnsigned() {
        Proof half = plain("s", 0).withId(new KeysetId(V1));
        Proof largest = new Proof(Amount.MAX, half.id(), half.secret(), half.C(), null, null, null);
        Proof pastLong = new Proof(new Amount(Long.MIN_VALUE), half.id(), half.secret(), half.C(), null, null, null);

        assertThat(text(codec.swapRequest(List.of(largest, pastLong), List.of())))
                .isEqualTo("{\"inputs\":[" + input("18446744073709551615", "s", "") + ","
                        + input("9223372036854775808", "s", "") + "],\"outputs\":[]}");
    }

    /** 10.2. */
    @Test
    void swapRequest_secrets_areWrittenExactly() {
        assertThat(text(codec.swapRequest(
                        List.of(plain("[\"P2PK\",{\"nonce\":\"a/b\\\\\"}]\n\u0001é\ud83e\udd5c\u2028", 1)), List.of())))
                .contains(
                        "\"secret\":\"[\\\"P2PK\\\",{\\\"nonce\\\":\\\"a/b\\\\\\\\\\\"}]\\n\\u0001é\ud83e\udd5c\u2028\"");
    }

    @Test
    void swapRequest_unpairedSurrogate_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.swapRequest(List.of(plain("\ud83e", 1)), List.of()))
                .withMessageNotContaining("\ud83e");
    }

    /** 00.37. */
    @Test
    void requests_shortId_isRefused() {
        KeysetId shortId = new KeysetId("015ba18a8adcd02e");
        BlindedMessage output = new BlindedMessage(Amount.of(1), shortId, CurvePoint.fromHex(POINT));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.swapRequest(List.of(plain("s", 1).withId(shortId)), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.swapRequest(List.of(), List.of(output)));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.restoreRequest(List.of(output)));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.mintRequest("q", List.of(output)));
    }

    /** 07.1. */
    @Test
    void checkStateRequest_listsPoints() {
        assertThat(text(codec.checkStateRequest(List.of(CurvePoint.fromHex(POINT), CurvePoint.fromHex(OTHER_POINT)))))
                .isEqualTo("{\"Ys\":[\"" + POINT + "\",\"" + OTHER_POINT + "\"]}");
    }

    /** 00.10, 09.1. */
    @Test
    void restoreRequest_listsOutputs() {
        assertThat(text(codec.restoreRequest(List.of(OUTPUT))))
                .isEqualTo("{\"outputs\":[{\"amount\":8,\"id\":\"" + V2 + "\",\"B_\":\"" + POINT + "\"}]}");
    }

    /** 04.1, 23.1. */
    @Test
    void mintQuoteRequest_namesAmountAndUnit() {
        assertThat(text(codec.mintQuoteRequest(Amount.of(10), CurrencyUnit.SAT)))
                .isEqualTo("{\"amount\":10,\"unit\":\"sat\"}");
    }

    /** 04.4. */
    @Test
    void mintRequest_namesQuoteAndOutputs() {
        assertThat(text(codec.mintRequest("id \"x\"/1", List.of(OUTPUT))))
                .isEqualTo("{\"quote\":\"id \\\"x\\\"/1\",\"outputs\":[{\"amount\":8,\"id\":\"" + V2 + "\",\"B_\":\""
                        + POINT + "\"}]}");
    }

    @Test
    void requests_sameArguments_giveTheSameBytes() {
        List<Proof> inputs = List.of(plain("a", 1), plain("b", 2));

        assertThat(codec.swapRequest(inputs, List.of(OUTPUT)))
                .isEqualTo(new MintCodec(DecodeLimits.defaults()).swapRequest(inputs, List.of(OUTPUT)));
    }

    private static Proof plain(String secret, long amount) {
        return Proof.of(Amount.of(amount), new KeysetId(V1), new Secret(secret), CurvePoint.fromHex(OTHER_POINT));
    }

    private static String input(String amount, String secret, String more) {
        return "{\"amount\":" + amount + ",\"id\":\"" + V1 + "\",\"secret\":\"" + secret + "\",\"C\":\"" + OTHER_POINT
                + "\"" + more + "}";
    }

    private static String text(RequestBody body) {
        return new String(body.toBytes(), StandardCharsets.UTF_8);
    }
}
