package io.nutflux.crypto;

import java.math.BigInteger;

/**
 * A public scalar k as {@code k1 + k2 * lambda}, with both halves below 2^128 in size, recoded for the {@link StrausSum}.
 *
 * <p>Lambda is the factor by which the curve's endomorphism {@code (x, y) -> (beta x, y)} multiplies (Gallant, Lambert,
 * Vanstone). The pairs (u, v) with {@code u + v * lambda = 0} modulo the order form a lattice with the short basis (a1, b1),
 * (a2, b2). The coefficients of (k, 0) over that basis, rounded to integers, name a near lattice point, and the difference
 * to it is (k1, k2). Each coefficient is off by at most a half, so the halves are at most
 * {@code (|a1| + |a2|) / 2 < 2^127.4} and {@code (|b1| + |b2|) / 2 < 2^127.2}.
 */
final class GlvScalar {

    /** Digits are odd, or 0, and below {@code 2^(WINDOW - 1)} in size; of five in a row at most one is not 0. */
    static final int WINDOW = 5;

    /** The most digits of a half. */
    static final int LENGTH = 129;

    private static final BigInteger A1 = new BigInteger("3086d221a7d46bcde86c90e49284eb15", 16);
    private static final BigInteger B1 = new BigInteger("-e4437ed6010e88286f547fa90abfe4c3", 16);
    private static final BigInteger A2 = new BigInteger("114ca50f7a8e2f3f657c1108d9d44cfd8", 16);
    private static final BigInteger B2 = A1;

    /** Scaled by 2^SHIFT, so that a division by the order becomes a product: exact to within 2^-128. */
    private static final int SHIFT = 384;

    private static final BigInteger G1 = scaled(B2);
    private static final BigInteger G2 = scaled(B1.negate());
    private static final BigInteger ROUND = BigInteger.ONE.shiftLeft(SHIFT - 1);

    private final BigInteger first;
    private final BigInteger second;

    GlvScalar(PublicScalar k) {
        BigInteger c1 = k.value().multiply(G1).add(ROUND).shiftRight(SHIFT);
        BigInteger c2 = k.value().multiply(G2).add(ROUND).shiftRight(SHIFT);
        first = k.value().subtract(c1.multiply(A1)).subtract(c2.multiply(A2));
        second = c1.multiply(B1).add(c2.multiply(B2)).negate();
    }

    private static BigInteger scaled(BigInteger b) {
        return b.shiftLeft(SHIFT).add(Secp256k1.N.shiftRight(1)).divide(Secp256k1.N);
    }

    /** {@code k1}. */
    BigInteger first() {
        return first;
    }

    /** {@code k2}. */
    BigInteger second() {
        return second;
    }

    /**
     * Recodes a half in non-adjacent form, or its opposite.
     *
     * @param digits gets {@link #LENGTH} digits, lowest first
     * @return one more than the place of the highest digit that is not 0
     */
    static int recode(BigInteger half, boolean negative, byte[] digits) {
        BigInteger size = half.abs();
        int sign = half.signum() < 0 == negative ? 1 : -1;
        long low = size.longValue();
        long high = size.shiftRight(Long.SIZE).longValue();
        int length = 0;
        for (int i = 0; i < LENGTH; i++) {
            digits[i] = 0;
            if ((low & 1) == 1) {
                int digit = (int) low & ((1 << WINDOW) - 1);
                digit -= (digit >> (WINDOW - 1)) << WINDOW;
                digits[i] = (byte) (sign * digit);
                length = i + 1;
                low -= digit;
                // A negative digit may carry into high, which has room.
                if (digit < 0 && low == 0) {
                    high++;
                }
            }
            low = low >>> 1 | high << (Long.SIZE - 1);
            high >>>= 1;
        }
        return length;
    }
}
