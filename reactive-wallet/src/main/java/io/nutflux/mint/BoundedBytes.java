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
        makeRoomFor(added);
        chunk.readBytes(bytes, length, added);
        length += added;
    }

    /** Copies the first {@code added} bytes of {@code chunk}. */
    void append(byte[] chunk, int added) {
        makeRoomFor(added);
        System.arraycopy(chunk, 0, bytes, length, added);
        length += added;
    }

    private void makeRoomFor(int added) {
        if (added > limit - length) {
            throw new LimitExceededException(Limit.RESPONSE_BYTES, limit);
        }
        if (added > bytes.length - length) {
            long doubled = Math.max(2L * bytes.length, length + added);
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, doubled));
        }
    }

    byte[] toBytes() {
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }
}
