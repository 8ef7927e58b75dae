package io.nutflux.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.error.TokenException;
import io.nutflux.error.TokenException.Reason;
import io.nutflux.model.Hex;
import io.nutflux.model.Token;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prefix, URI form, white space and alphabet (00.19 to 00.22, 00.38). */
class TokenTextTest {

    private static final String TEXT = Vectors.token("v4.severalKeysets");

    private final TokenCodec codec = new TokenCodec(DecodeLimits.defaults());
    private final Token token = codec.decode(TEXT);

    @Test
    void decode_uriForm_isAccepted() {
        assertThat(codec.decode("cashu:" + TEXT)).isEqualTo(token);
    }

    @Test
    void decode_spaceAround_isTrimmed() {
        assertThat(codec.decode(" \t\r\n" + TEXT + "\n ")).isEqualTo(token);
        assertThat(codec.decode("\ncashu:" + TEXT + "\u000b\f")).isEqualTo(token);
    }

    @Test
    void decode_standardAlphabet_isAccepted() {
        String standard = TEXT.replace('_', '/').replace('-', '+');

        assertThat(standard).isNotEqualTo(TEXT);
        assertThat(codec.decode(standard)).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "cashu",
                "cashu:",
                "cashu:cashu",
                "CashuBo2F0",
                "CASHUB",
                "cashu B",
                "cashu:cashu:B",
                "cashu//cashuB",
                "lnbc1",
                "{}",
                "cashu\u00e9"
            })
    void decode_withoutPrefix_isNoToken(String text) {
        assertReason(Reason.NOT_A_TOKEN, () -> codec.decode(text));
    }

    @Test
    void decode_uriWithSlashes_isNoToken() {
        assertReason(Reason.NOT_A_TOKEN, () -> codec.decode("cashu://" + TEXT));
        assertReason(Reason.NOT_A_TOKEN, () -> codec.decode("CASHU:" + TEXT));
        assertReason(Reason.NOT_A_TOKEN, () -> codec.decode("\u00a0" + TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cashuC", "cashuaeyJ0", "cashu0", "cashu_x", "cashu:cashuZabc"})
    void decode_otherVersion_saysSo(String text) {
        assertReason(Reason.UNSUPPORTED_VERSION, () -> codec.decode(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cashuA", "cashuB", "cashuB====", "cashuA=", "cashuB=", "cashuBA", "cashuBAAAAA"})
    void decode_nothingAfterPrefix_isMalformed(String text) {
        assertReason(Reason.MALFORMED, () -> codec.decode(text));
    }

    @Test
    void decode_otherCharacterAnywhere_isMalformed() {
        for (char other : new char[] {' ', '.', '=', '%', '\n', '\u00e9', '\u0142', '\0'}) {
            for (int i = 6; i < TEXT.length() - 2; i++) {
                String broken = TEXT.substring(0, i) + other + TEXT.substring(i + 1);
                assertReason(Reason.MALFORMED, () -> codec.decode(broken));
            }
        }
    }

    @Test
    void decode_cutAnywhere_isMalformed() {
        for (String whole : new String[] {TEXT, Vectors.token("v3.unpadded")}) {
            for (int i = 6; i < whole.length(); i++) {
                String cut = whole.substring(0, i);
                assertReason(Reason.MALFORMED, () -> codec.decode(cut));
            }
        }
    }

    @Test
    void decode_mebibyteOfA_isRefused() {
        TokenCodec wide = new TokenCodec(DecodeLimits.defaults().withTokenLength(2 << 20));
        String letters = "A".repeat(1 << 20);

        assertReason(Reason.NOT_A_TOKEN, () -> wide.decode(letters));
        assertReason(Reason.MALFORMED, () -> wide.decode("cashuA" + letters));
        assertReason(Reason.MALFORMED, () -> wide.decode("cashuB" + letters));
    }

    @Test
    void decodeRaw_otherPrefix_isNoToken() {
        byte[] raw = Hex.decode(Vectors.token("v4.raw"));
        byte[] changed = raw.clone();
        changed[0] = 'C';

        assertReason(Reason.NOT_A_TOKEN, () -> codec.decodeRaw(changed));
        assertReason(Reason.NOT_A_TOKEN, () -> codec.decodeRaw(new byte[0]));
        assertReason(Reason.NOT_A_TOKEN, () -> codec.decodeRaw(new byte[] {'c', 'r', 'a', 'w'}));
    }

    @Test
    void decodeRaw_otherVersion_saysSo() {
        byte[] raw = Hex.decode(Vectors.token("v4.raw"));
        raw[4] = 'A';
        byte[] noLetter = raw.clone();
        noLetter[4] = (byte) 0x80;

        assertReason(Reason.UNSUPPORTED_VERSION, () -> codec.decodeRaw(raw));
        assertReason(Reason.NOT_A_TOKEN, () -> codec.decodeRaw(noLetter));
    }

    @Test
    void errors_neverQuoteTheToken() {
        String secret = "my very own secret";
        String json = "{\"token\":[{\"mint\":\"https://m.example\",\"proofs\":[{\"amount\":1,\"secret\":\"" + secret
                + "\",\"id\":\"" + secret + "\"}]}]}";
        String text = "cashuA"
                + Base64.getUrlEncoder().encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThatThrownBy(() -> codec.decode(text))
                .isInstanceOf(TokenException.class)
                .hasNoCause()
                .hasMessageContaining("id")
                .hasMessageNotContaining(secret);
    }

    static void assertReason(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        TokenException.class,
                        e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason));
    }
}
