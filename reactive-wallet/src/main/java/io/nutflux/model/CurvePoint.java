package io.nutflux.model;

import java.util.Arrays;

/**
 * A point of secp256k1 in 33-byte SEC1 compressed form (NUT-00): a mint's key, {@code Y}, {@code B_}, {@code C_} or
 * {@code C}.
 *
 * <p>The constructor checks length and prefix only. That x lies on the curve is checked where the point is first used in
 * arithmetic, which needs the curve; until then this is a well-formed label.
 */
public final class CurvePoint implements Comparable<CurvePoint> {

    public static final int LENGTH = 33;

    private final byte[] compressed;

    private CurvePoint(byte[] compressed) {
        if (compressed.length != LENGTH || (compressed[0] != 2 && compressed[0] != 3)) {
            throw new IllegalArgumentException("not a 33-byte compressed point");
        }
        this.compressed = compressed;
    }

    /**
     * Reads the value.
     *
     * @throws IllegalArgumentException if not 33 bytes starting with 2 or 3
     */
    public static CurvePoint of(byte[] compressed) {
        return new CurvePoint(compressed.clone());
    }

    /**
     * Reads the value.
     *
     * @throws IllegalArgumentException if not 66 hexadecimal characters starting with 02 or 03
     */
    public static CurvePoint fromHex(String hex) {
        return new CurvePoint(Hex.decode(hex, LENGTH));
    }

    /** A fresh copy of the 33 bytes. */
    public byte[] toBytes() {
        return compressed.clone();
    }

    public String toHex() {
        return Hex.encode(compressed);
    }

    @Override
    public int compareTo(CurvePoint other) {
        return Arrays.compareUnsigned(compressed, other.compressed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CurvePoint that && Arrays.equals(compressed, that.compressed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(compressed);
    }

    /** The hexadecimal form. Points are not secret by themselves; holders of secret points redact them. */
    @Override
    public String toString() {
        return toHex();
    }
}
