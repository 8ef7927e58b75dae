package io.nutflux.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.TokenException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64TextTest {

    /** X.6, 00.21. */
    @Test
    void decode_allFourForms_giveTheBytes() {
        Random random = new Random(22);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            for (Base64.Encoder encoder : new Base64.Encoder[] {
                Base64.getUrlEncoder(),
                Base64.getUrlEncoder().withoutPadding(),
                Base64.getEncoder(),
                Base64.getEncoder().withoutPadding()
            }) {
                String text = encoder.encodeToString(bytes);
                assertThat(Base64Text.decode("xx" + text + "!", 2, 2 + text.length()))
                        .isEqualTo(bytes);
            }
        }
    }

    /** X.6. */
    @Test
    void encode_writesUrlAlphabetWithoutPadding() {
        assertThat(Base64Text.encode(new byte[] {(byte) 0xfb, (byte) 0xff, (byte) 0xfe, 1}))
                .isEqualTo("-__-AQ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "AAAAA",
                "=",
                "==",
                "===",
                "====",
                "A===",
                "AA=",
                "AAA==",
                "AAAA=",
                "AAAA==",
                "AA=A",
                "A=AA",
                "AB",
                "AA==AA==",
                "AAB",
                "AAB=",
                "AP==",
                "A A=",
                "AA\n",
                "AA.A"
            })
    void decode_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> Base64Text.decode(text, 0, text.length())).isInstanceOf(TokenException.class);
    }
}
