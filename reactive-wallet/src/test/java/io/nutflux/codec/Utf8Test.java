package io.nutflux.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void isValid_agreesWithTheStrictDecoder() {
        Random random = new Random(8);
        int valid = 0;
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(4)];
            random.nextBytes(bytes);
            if (i % 2 == 0) {
                // Leads and continuations near the borders are rare in noise.
                bytes[0] = (byte) (0xc0 + random.nextInt(0x38));
                for (int k = 1; k < bytes.length; k++) {
                    bytes[k] = (byte) (0x7e + random.nextInt(0x44));
                }
            }
            boolean expected = strictlyDecodes(bytes);
            valid += expected ? 1 : 0;
            assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(expected);
        }
        assertThat(valid).isGreaterThan(1_000);
    }

    @Test
    void isValid_range_looksAtNothingElse() {
        byte[] bytes = {(byte) 0xff, 'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xff};

        assertThat(Utf8.isValid(bytes, 1, 4)).isTrue();
        assertThat(Utf8.isValid(bytes, 1, 3)).isFalse();
        assertThat(Utf8.isValid(bytes, 0, 4)).isFalse();
        assertThat(Utf8.isValid(bytes, 2, 2)).isTrue();
    }

    @Test
    void length_isThatOfTheEncodedText() {
        for (String text : new String[] {"", "abc", "\u007f\u0080\u07ff\u0800\uffff", "\ud83e\udd5c\ud800\udc00"}) {
            assertThat(Utf8.length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
            assertThat(Utf8.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void encode_unpairedSurrogate_isRefused() {
        for (String text : new String[] {"\ud83e", "\udd5c", "a\ud83eb", "\udd5c\ud83e", "\ud83e\ud83e\udd5c"}) {
            assertThat(Utf8.length(text)).isEqualTo(-1);
            assertThatIllegalArgumentException().isThrownBy(() -> Utf8.encode(text));
        }
    }

    private static boolean strictlyDecodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
