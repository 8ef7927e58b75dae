package io.nutflux.crypto;

import java.util.Arrays;

/** A 64-byte BIP-39 seed: the wallet's money. Redacted; {@link #wipe} overwrites it. */
public final class Seed {

    public static final int LENGTH = 64;

    private final byte[] bytes;

    private Seed(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a seed has 64 bytes");
        }
        this.bytes = bytes;
    }

    public static Seed of(byte[] bytes) {
        return new Seed(bytes.clone());
    }

    /** The bytes themselves, for use inside this package only. */
    byte[] bytes() {
        return bytes;
    }

    /** Overwrites the seed; secrets derived later are wrong, so only at the end. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Seed[redacted]";
    }
}
