package io.nutflux.crypto;

import io.nutflux.model.OperationId;
import java.nio.ByteBuffer;

/**
 * The one place where random bytes come from. The wallet reports at start which source it uses; only a test replaces it,
 * and only by handing it over explicitly.
 */
public interface Randomness {

    /** Fills {@code bytes}. Never blocks for entropy once the system is up. */
    void fill(byte[] bytes);

    /** Names the source, for the report at start. */
    String describe();

    default OperationId operationId() {
        byte[] bytes = new byte[16];
        fill(bytes);
        return new OperationId(io.nutflux.model.Hex.encode(bytes));
    }

    /**
     * A number from 0 to {@code bound - 1}, for jitter: as good as evenly drawn for any wait.
     *
     * @throws ArithmeticException if {@code bound} is 0
     */
    default long below(long bound) {
        byte[] bytes = new byte[Long.BYTES];
        fill(bytes);
        return Math.floorMod(ByteBuffer.wrap(bytes).getLong(), bound);
    }

    /** The platform's {@link java.security.SecureRandom}. */
    static Randomness secure() {
        return SecureRandomness.INSTANCE;
    }
}
