package io.nutflux.mint;

import io.netty.buffer.ByteBuf;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import java.util.Arrays;

/** Collects an answer's bytes, and refuses the first one past the limit: memory grows with what was received only. */
final class BoundedBytes {

    private static final int FIRST_CAPACITY = 1024;

    private final int limit;
    private byte[] bytes;
    private int length;

    BoundedBytes(int limit) {
        this.limit = limit;
        this.bytes = new byte[Math.min(limit, FIRST_CAPACITY)];
    }

    /** Copies what {@code chunk} holds; the caller still owns it. */
    void append(ByteBuf chunk) {
        int added = chunk.readableBytes();
        if (added > limit - length) {
            throw new LimitExceededException(Limit.RESPONSE_BYTES, limit);
        }
        if (added > bytes.length - length) {
            long doubled = Math.max(2L * bytes.length, length + added);
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, doubled));
        }
        chunk.readBytes(bytes, length, added);
        length += added;
    }

    byte[] toBytes() {
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }
}
