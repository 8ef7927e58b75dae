package io.nutflux.model;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A 32-byte big-endian integer: a private key, a blinding factor {@code r}, or part of a DLEQ proof. Range checks
 * against the group's order belong to the use. Compared in constant time, redacted in {@code toString}.
 */
public final class Scalar {

    public static final int LENGTH = 32;

    private final byte[] bytes;

    private Scalar(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a scalar has 32 bytes");
        }
        this.bytes = bytes;
    }

    /**
     * Reads the value.
     *
     * @throws IllegalArgumentException if not 32 bytes
     */
    public static Scalar of(byte[] bytes) {
        return new Scalar(bytes.clone());
    }

    /**
     * Reads the value.
     *
     * @throws IllegalArgumentException if not 64 hexadecimal characters
     */
    public static Scalar fromHex(String hex) {
        return new Scalar(Hex.decode(hex, LENGTH));
    }

    /** A fresh copy of the 32 bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The value in hexadecimal; for the wire and the store, never for people. */
    public String revealHex() {
        return Hex.encode(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scalar that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Scalar[redacted]";
    }
}
