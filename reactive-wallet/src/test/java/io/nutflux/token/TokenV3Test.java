package io.nutflux.token;

import static io.nutflux.token.TokenTextTest.assertReason;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.error.TokenException.Reason;
import io.nutflux.model.Amount;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;
import io.nutflux.model.Token;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON of V3 tokens (00.24 to 00.26) and what every JSON here keeps to (X.2 to X.5). */
class TokenV3Test {

    private final TokenCodec codec = new TokenCodec(DecodeLimits.defaults());

    @Test
    void decode_severalMints_givesOneEntryForEach() {
        Token token = decode("{\"token\":[" + entry("https://a.example", proof("1")) + ","
                + entry("https://b.example/", proof("2")) + "," + entry("https://A.example:443/", proof("4")) + "]}");

        assertThat(token.entries())
                .extracting(Token.Entry::mint)
                .containsExactly(MintUrl.of("https://a.example"), MintUrl.of("https://b.example"));
        assertThat(token.entries().get(0).proofs())
                .extracting(Proof::amount)
                .containsExactly(Amount.of(1), Amount.of(4));
        assertThat(token.unit()).isNull();
        assertThat(token.memo()).isNull();
        assertThat(token.version()).isEqualTo(Token.Version.V3);
    }

    /** 00.12. */
    @Test
    void decode_optionalFields_areRead() {
        String scalar = "AB".repeat(32);
        String point = "02" + "AB".repeat(32);
        Proof proof = onlyProof("{\"amount\":1,\"id\":\"01AD268C4D1F5826\",\"secret\":\"s\",\"C\":\"" + point
                + "\",\"witness\":\"{}\",\"dleq\":{\"e\":\"" + scalar + "\",\"s\":\"" + scalar + "\",\"r\":\"" + scalar
                + "\"},\"p2pk_e\":\"" + point + "\",\"other\":[{\"deep\":[1.5,null,true]}]}");

        assertThat(proof.witness()).isEqualTo("{}");
        assertThat(proof.dleq().r().revealHex()).isEqualTo(scalar.toLowerCase(java.util.Locale.ROOT));
        assertThat(proof.p2pkE()).isEqualTo(proof.C());
        assertThat(proof.id().isShort()).isTrue();
    }

    @Test
    void decode_nullFields_areAbsent() {
        Proof proof = onlyProof("{\"amount\":1,\"id\":\"00ad268c4d1f5826\",\"secret\":\"s\",\"C\":\"" + Cbor.C
                + "\",\"witness\":null,\"dleq\":null,\"p2pk_e\":null}");

        assertThat(proof.witness()).isNull();
        assertThat(proof.dleq()).isNull();
        assertThat(proof.p2pkE()).isNull();
    }

    @Test
    void decode_secretWithEscapes_isTheTextItStandsFor() {
        Proof proof =
                onlyProof("{\"amount\":1,\"id\":\"00ad268c4d1f5826\",\"secret\":\"\\u005b\\\"\\ud83e\\udd5c/\\/\","
                        + "\"C\":\"" + Cbor.C + "\"}");

        assertThat(proof.secret().text()).isEqualTo("[\"\ud83e\udd5c//");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "9223372036854775808", "18446744073709551615", "1"})
    void decode_amount_isUnsigned64Bit(String amount) {
        assertThat(decode(oneProof(amount)).value()).hasToString(amount);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1e3",
                "1E0",
                "-1",
                "-0",
                "\"1\"",
                "true",
                "null",
                "[1]",
                "{}",
                "18446744073709551616",
                "99999999999999999999",
                "01",
                "+1",
                "0x1",
                "NaN",
                "",
                "1 2",
                "-18446744073709551615"
            })
    void decode_amountThatIsNoUnsignedInteger_isMalformed(String amount) {
        assertReason(Reason.MALFORMED, () -> decode(oneProof(amount)));
    }

    @Test
    void decode_zeroOrOverflow_isInvalidAmount() {
        assertReason(Reason.INVALID_AMOUNT, () -> decode(oneProof("0")));
        assertReason(
                Reason.INVALID_AMOUNT,
                () -> decode("{\"token\":[" + entry("https://a.example", proof("18446744073709551615")) + ","
                        + entry("https://b.example", proof("1")) + "]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "1",
                "\"x\"",
                "",
                " ",
                "{",
                "{\"token\":null}",
                "{\"token\":[]}",
                "{\"token\":{}}",
                "{\"token\":[{}]}",
                "{\"token\":[null]}",
                "{\"token\":[{\"mint\":\"https://a.example\"}]}",
                "{\"token\":[{\"mint\":\"https://a.example\",\"proofs\":[]}]}",
                "{\"token\":[{\"proofs\":[]}]}",
                "{\"token\":[{\"mint\":\"https://a.example\",\"proofs\":[null]}]}"
            })
    void decode_withoutProofs_isMalformed(String json) {
        assertReason(Reason.MALFORMED, () -> decode(json));
    }

    @Test
    void decode_whatFollowsTheDocument_isMalformed() {
        assertThat(decode(oneProof("1") + " \n")).isNotNull();
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1") + "{}"));
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1") + "}"));
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1") + "\0"));
    }

    @Test
    void decode_duplicateName_isMalformed() {
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1,\"amount\":1")));
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1,\"x\":1,\"x\":1")));
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1,\"x\":{\"y\":1,\"z\":2,\"y\":1}")));
    }

    @Test
    void decode_looseJson_isMalformed() {
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1").replace('"', '\'')));
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1/**/")));
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1,")));
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1").replace("\"amount\"", "amount")));
    }

    @Test
    void decode_otherEncodings_areMalformed() {
        for (Charset charset : new Charset[] {
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16,
            Charset.forName("UTF-32LE"),
            Charset.forName("UTF-32BE")
        }) {
            assertReason(Reason.MALFORMED, () -> decode(oneProof("1").getBytes(charset)));
        }
        byte[] latin =
                oneProof("1").replace("secret\":\"s", "secret\":\"\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        assertReason(Reason.MALFORMED, () -> decode(latin));
    }

    @Test
    void decode_unpairedSurrogate_isMalformed() {
        String json = oneProof("1");
        assertReason(Reason.MALFORMED, () -> decode(json.replace("\"s\"", "\"\\ud83e\"")));
        assertReason(Reason.MALFORMED, () -> decode(json.replace("\"s\"", "\"\\udd5c\\ud83e\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz", "", "00ad268c4d1f58", "00ad268c4d1f582600", "00ad268c4d1f582g"})
    void decode_malformedId_isMalformed(String id) {
        assertReason(Reason.MALFORMED, () -> decode(oneProof("1").replace(Cbor.ID, id)));
    }

    private Proof onlyProof(String proof) {
        return decode("{\"token\":[" + entry("https://a.example", proof) + "]}")
                .proofs()
                .findFirst()
                .orElseThrow();
    }

    private static String oneProof(String amount) {
        return "{\"token\":[" + entry("https://a.example", proof(amount)) + "]}";
    }

    private static String entry(String mint, String proof) {
        return "{\"mint\":\"" + mint + "\",\"proofs\":[" + proof + "]}";
    }

    private static String proof(String amount) {
        return "{\"id\":\"" + Cbor.ID + "\",\"secret\":\"s\",\"C\":\"" + Cbor.C + "\",\"amount\":" + amount + "}";
    }

    private Token decode(String json) {
        return decode(json.getBytes(StandardCharsets.UTF_8));
    }

    private Token decode(byte[] json) {
        return codec.decode("cashuA" + Base64.getUrlEncoder().encodeToString(json));
    }
}
