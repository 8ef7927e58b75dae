package io.nutflux.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.LimitExceededException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransitCodecTest {

    private final TransitCodec codec = new TransitCodec();

    @Test
    void encryptRequest_bytes_areWrittenAsBase64OnOneLine() {
        assertThat(text(codec.encryptRequest(new byte[] {(byte) 0xfb, (byte) 0xff}, bytes("context"))))
                .isEqualTo("{\"plaintext\":\"+/8=\",\"associated_data\":\"Y29udGV4dA==\"}");
        assertThat(text(codec.encryptRequest(new byte[300], new byte[0]))).doesNotContain("\\n");
    }

    @Test
    void decryptRequest_ciphertext_isWrittenAsItIs() {
        assertThat(text(codec.decryptRequest("vault:v1:abc/+=", bytes("c"))))
                .isEqualTo("{\"ciphertext\":\"vault:v1:abc/+=\",\"associated_data\":\"Yw==\"}");
    }

    @Test
    void readers_answersOfVault_giveTheirField() {
        assertThat(
                        codec.readCiphertext(
                                bytes(
                                        "{\"request_id\":\"x\",\"auth\":null,\"data\":{\"key_version\":1,\"ciphertext\":\"vault:v1:a\"}}")))
                .isEqualTo("vault:v1:a");
        assertThat(codec.readPlaintext(bytes("{\"data\":{\"plaintext\":\"+/8=\"}}")))
                .containsExactly(0xfb, 0xff);
        assertThat(codec.readLatestVersion(
                        bytes("{\"data\":{\"keys\":{\"1\":1442851412,\"2\":1442851413},\"latest_version\":2}}")))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"latest_version\":1}",
                "{\"data\":{\"latest_version\":0}}",
                "{\"data\":{\"latest_version\":2147483648}}",
                "{\"data\":{\"latest_version\":-1}}",
                "{\"data\":{\"latest_version\":\"1\"}}",
                "{\"data\":[]}",
                "{\"data\":{\"latest_version\":1}"
            })
    void readLatestVersion_otherShape_isRefused(String body) {
        assertThatThrownBy(() -> codec.readLatestVersion(bytes(body))).isInstanceOf(DecodeException.class);
    }

    @Test
    void readPlaintext_notBase64_isRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> codec.readPlaintext(bytes("{\"data\":{\"plaintext\":\"se-cret\"}}")))
                .isInstanceOf(DecodeException.class)
                .hasMessageNotContaining("se-cret");
    }

    @Test
    void readCiphertext_longerThanAnyString_isRefused() {
        String body = "{\"data\":{\"ciphertext\":\"" + "a".repeat(DecodeLimits.DEFAULT_STRING_LENGTH + 1) + "\"}}";
        assertThatThrownBy(() -> codec.readCiphertext(bytes(body))).isInstanceOf(LimitExceededException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
