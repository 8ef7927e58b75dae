package io.nutflux.mint;

import io.netty.handler.codec.compression.DecompressionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Unfolds a compressed answer.
 *
 * <p>Not left to the HTTP client's pipeline: there a stream that is no gzip keeps the buffer it came in for good, so that
 * a mint could use up the memory, and one that is cut short passes for whole.
 */
final class Gzip {

    private static final int CHUNK = 8 * 1024;

    private Gzip() {}

    /** The content of {@code folded}; unfolding stops at the first byte past {@code limit}. */
    static byte[] unfold(byte[] folded, int limit) {
        BoundedBytes content = new BoundedBytes(limit);
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(folded))) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                content.append(chunk, read);
            }
        } catch (IOException e) {
            throw new DecompressionException("not gzip, or cut short", e);
        }
        return content.toBytes();
    }
}
