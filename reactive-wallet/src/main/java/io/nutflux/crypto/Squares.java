package io.nutflux.crypto;

/**
 * Which numbers are squares modulo secp256k1's prime: whether a point with some x exists can be told without its y, in a
 * third of the time of a square root. For public data: the time depends on the number.
 *
 * <p>It is the Jacobi symbol by the law of quadratic reciprocity, as binary greatest common divisors are found: factors of
 * two are shifted out of {@code a}, the smaller of two odd numbers becomes the divisor, and the difference is even again.
 * Only the two lowest bits of both decide about the sign.
 */
final class Squares {

    /** The prime's lowest word; the three above are all ones. */
    private static final long LOWEST = 0xFFFFFFFEFFFFFC2FL;

    /** Of a count of changes of sign, and of numbers of which both must be 3 modulo 4. */
    private static final long SIGN = 2;

    private Squares() {}

    /** Whether {@code word3 … word0}, a number below the prime, is a square other than 0. */
    static boolean isSquare(long word0, long word1, long word2, long word3) {
        long a0 = word0;
        long a1 = word1;
        long a2 = word2;
        long a3 = word3;
        long n0 = LOWEST;
        long n1 = -1;
        long n2 = -1;
        long n3 = -1;
        long signs = 0;
        if ((a0 | a1 | a2 | a3) == 0) {
            return false;
        }
        while ((a2 | a3 | n2 | n3) != 0) {
            while (a0 == 0) {
                a0 = a1;
                a1 = a2;
                a2 = a3;
                a3 = 0;
            }
            int twos = Long.numberOfTrailingZeros(a0);
            if (twos != 0) {
                a0 = a0 >>> twos | a1 << -twos;
                a1 = a1 >>> twos | a2 << -twos;
                a2 = a2 >>> twos | a3 << -twos;
                a3 >>>= twos;
            }
            signs ^= ofTwos(twos, n0);
            long d0 = a0 - n0;
            long borrow = borrow(a0, n0, d0);
            long d1 = a1 - n1 - borrow;
            borrow = borrow(a1, n1, d1);
            long d2 = a2 - n2 - borrow;
            borrow = borrow(a2, n2, d2);
            long d3 = a3 - n3 - borrow;
            borrow = borrow(a3, n3, d3);
            if (borrow == 0) {
                a0 = d0;
                a1 = d1;
                a2 = d2;
                a3 = d3;
            } else {
                signs ^= a0 & n0;
                n0 = a0;
                n1 = a1;
                n2 = a2;
                n3 = a3;
                // The difference was below 0.
                long carry = d0 == 0 ? 1 : 0;
                a0 = -d0;
                a1 = ~d1 + carry;
                carry &= d1 == 0 ? 1 : 0;
                a2 = ~d2 + carry;
                carry &= d2 == 0 ? 1 : 0;
                a3 = ~d3 + carry;
            }
            // It is 0 only where both were equal, which of two numbers without a common factor are ones.
        }
        return isSquare(a0, a1, n0, n1, signs);
    }

    /** The same, as soon as both numbers fit into two words. */
    private static boolean isSquare(long a0, long a1, long n0, long n1, long signs) {
        while ((a1 | n1) != 0) {
            if (a0 == 0) {
                a0 = a1;
                a1 = 0;
            }
            int twos = Long.numberOfTrailingZeros(a0);
            if (twos != 0) {
                a0 = a0 >>> twos | a1 << -twos;
                a1 >>>= twos;
            }
            signs ^= ofTwos(twos, n0);
            long d0 = a0 - n0;
            long borrow = borrow(a0, n0, d0);
            long d1 = a1 - n1 - borrow;
            borrow = borrow(a1, n1, d1);
            if (borrow == 0) {
                a0 = d0;
                a1 = d1;
            } else {
                signs ^= a0 & n0;
                n0 = a0;
                n1 = a1;
                a0 = -d0;
                a1 = ~d1 + (d0 == 0 ? 1 : 0);
            }
        }
        while (a0 != 0) {
            int twos = Long.numberOfTrailingZeros(a0);
            a0 >>>= twos;
            signs ^= ofTwos(twos, n0);
            if (Long.compareUnsigned(a0, n0) >= 0) {
                a0 -= n0;
            } else {
                signs ^= a0 & n0;
                long smaller = a0;
                a0 = n0 - a0;
                n0 = smaller;
            }
        }
        return (signs & SIGN) == 0;
    }

    /** 2 is a square modulo an odd n unless n is 3 or 5 modulo 8: then an odd number of twos changes the sign. */
    private static long ofTwos(int twos, long n0) {
        return ((long) twos << 1) & (n0 ^ (n0 >>> 1));
    }

    /** 1 if {@code difference}, of {@code a - b} and perhaps one more, went below 0. */
    private static long borrow(long a, long b, long difference) {
        return ((~a & b) | (~(a ^ b) & difference)) >>> 63;
    }
}
