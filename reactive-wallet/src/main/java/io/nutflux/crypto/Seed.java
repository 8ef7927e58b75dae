package io.nutflux.crypto;

import java.util.Arrays;

/** A 64-byte BIP-39 seed: the wallet's money. Redacted; {@link #wipe} overwrites it. Thread-safe. */
public final class Seed {

    public static final int LENGTH = 64;

    private final byte[] bytes;
    private boolean wiped;

    private Seed(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a seed has 64 bytes");
        }
        this.bytes = bytes;
    }

    /**
     * The seed with these bytes, of which it keeps a copy.
     *
     * @throws IllegalArgumentException if there are not 64
     */
    public static Seed of(byte[] bytes) {
        return new Seed(bytes.clone());
    }

    /**
     * The 64 bytes, for use inside this package only; the caller overwrites them afterwards.
     *
     * @throws IllegalStateException after {@link #wipe}: what zeros derive, anyone can derive
     */
    synchronized byte[] copy() {
        if (wiped) {
            throw new IllegalStateException("the seed is wiped");
        }
        return bytes.clone();
    }

    /** Overwrites the seed; only at the end, as nothing can be derived from it afterwards. */
    public synchronized void wipe() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Seed[redacted]";
    }
}
