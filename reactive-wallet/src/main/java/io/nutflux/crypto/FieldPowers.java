package io.nutflux.crypto;

/**
 * Inverse and square root in the {@link Field}, as powers, by addition chains that build runs of ones: {@code p - 2} and
 * {@code (p + 1) / 4} are mostly ones. Not for use by several threads at once.
 */
final class FieldPowers {

    private static final int X2 = 0;
    private static final int X3 = Field.LIMBS;
    private static final int X22 = 2 * Field.LIMBS;
    private static final int LONG = 3 * Field.LIMBS;
    private static final int SHORT = 4 * Field.LIMBS;
    private static final int T = 5 * Field.LIMBS;

    /** {@code a^(2^k - 1)} for the ks that are needed, and what is under way. */
    private final long[] t = new long[6 * Field.LIMBS];

    /** {@code r = 1 / a}, and 0 for 0. */
    void invert(long[] r, int ro, long[] a, int ao) {
        // p - 2 in binary: 223 ones, a zero, 22 ones, then 0000101101.
        head(a, ao);
        append(T, 5, a, ao);
        append(T, 3, t, X2);
        append(T, 2, a, ao);
        Field.copy(r, ro, t, T);
    }

    /**
     * {@code r} = a square root of {@code a}, if it has one.
     *
     * @return whether it has
     */
    boolean squareRoot(long[] r, int ro, long[] a, int ao) {
        // (p + 1) / 4 in binary: 223 ones, a zero, 22 ones, then 00001100.
        head(a, ao);
        append(T, 6, t, X2);
        Field.square(t, T, t, T, 2);
        Field.square(t, LONG, t, T);
        Field.subtract(t, LONG, t, LONG, a, ao);
        boolean exists = Field.isZero(t, LONG);
        Field.copy(r, ro, t, T);
        return exists;
    }

    /** T = a to the power of what both exponents begin with; leaves X2. */
    private void head(long[] a, int ao) {
        run(X2, a, ao, 1, a, ao);
        run(X3, t, X2, 1, a, ao);
        run(SHORT, t, X3, 3, t, X3);
        run(SHORT, t, SHORT, 3, t, X3);
        run(SHORT, t, SHORT, 2, t, X2);
        run(X22, t, SHORT, 11, t, SHORT);
        run(SHORT, t, X22, 22, t, X22);
        run(LONG, t, SHORT, 44, t, SHORT);
        run(T, t, LONG, 88, t, LONG);
        run(T, t, T, 44, t, SHORT);
        run(T, t, T, 3, t, X3);
        run(T, t, T, 23, t, X22);
    }

    private void append(int r, int zeros, long[] b, int bo) {
        run(r, t, r, zeros, b, bo);
    }

    /** {@code r = a^(2^times) * b}: the exponent of a, shifted, with that of b in its place. */
    private void run(int r, long[] a, int ao, int times, long[] b, int bo) {
        Field.square(t, r, a, ao, times);
        Field.multiply(t, r, t, r, b, bo);
    }
}
