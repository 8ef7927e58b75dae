package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.compression.DecompressionException;
import io.nutflux.error.LimitExceededException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** X.7. */
class GzipTest {

    @Test
    void unfold_uptoTheLimit_givesTheContent() throws IOException {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        assertThat(Gzip.unfold(fold(content), content.length)).isEqualTo(content);
        assertThat(Gzip.unfold(fold(new byte[0]), 1)).isEmpty();
    }

    @Test
    void unfold_pastTheLimit_isRefused() throws IOException {
        byte[] bomb = fold(new byte[1_000_000]);
        assertThatThrownBy(() -> Gzip.unfold(bomb, 999_999)).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void unfold_cutShortAnywhere_isRefused() throws IOException {
        byte[] folded = fold(new byte[] {1, 2, 3, 4, 5});
        for (int length = 0; length < folded.length; length++) {
            byte[] cut = Arrays.copyOf(folded, length);
            assertThatThrownBy(() -> Gzip.unfold(cut, 100)).isInstanceOf(DecompressionException.class);
        }
    }

    @Test
    void unfold_oneBitFlippedInTheContent_isRefused() throws IOException {
        byte[] folded = fold(new byte[] {1, 2, 3, 4, 5});
        for (int i = 10; i < folded.length; i++) {
            byte[] flipped = folded.clone();
            flipped[i] ^= 1;
            assertThatThrownBy(() -> Gzip.unfold(flipped, 100)).isInstanceOf(DecompressionException.class);
        }
    }

    private static byte[] fold(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
