package io.nutflux.vault;

import io.nutflux.crypto.Randomness;
import java.util.Arrays;

/** 32 bytes that seal one wallet's secrets. Closing wipes this copy; the JVM may have made others. Thread-safe. */
public final class DataKey implements AutoCloseable {

    public static final int LENGTH = 32;

    private final byte[] bytes;
    private boolean closed;

    private DataKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new key. */
    public static DataKey generate(Randomness randomness) {
        byte[] bytes = new byte[LENGTH];
        randomness.fill(bytes);
        return new DataKey(bytes);
    }

    /** The key with these bytes, which are copied. */
    public static DataKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a data key has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new DataKey(bytes.clone());
    }

    /**
     * A copy of the bytes, for the caller to wipe.
     *
     * @throws IllegalStateException if the key is closed: what zeros seal, anyone can open
     */
    public synchronized byte[] toBytes() {
        if (closed) {
            throw new IllegalStateException("the data key is closed");
        }
        return bytes.clone();
    }

    /** A copy that is closed by itself. */
    public synchronized DataKey copy() {
        return new DataKey(toBytes());
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "DataKey[redacted]";
    }
}
