package io.nutflux.crypto;

/**
 * A point under way through doublings and additions: {@code (X / Z^2, Y / Z^3)}. Not thread-safe.
 *
 * <p>The formulas serve all cases but one: when a point is added to itself, to its opposite or to infinity, Z becomes 0
 * and stays 0 whatever follows. So a chain of additions needs no look at its points; it is right exactly if Z is not 0
 * at the end. Between calls X has up to five units (see {@link Field}), Y three, Z one.
 */
final class Jacobian {

    /** Limbs of a point: X, Y, Z. */
    static final int LIMBS = 3 * Field.LIMBS;

    private static final int X = 0;
    private static final int Y = Field.LIMBS;
    private static final int Z = 2 * Field.LIMBS;

    private static final int T0 = 3 * Field.LIMBS;
    private static final int T1 = 4 * Field.LIMBS;
    private static final int T2 = 5 * Field.LIMBS;
    private static final int T3 = 6 * Field.LIMBS;

    private static final int[] NONE = {};

    private final long[] p = new long[7 * Field.LIMBS];

    /** Begins at an affine point. */
    void set(long[] a, int x, int y, boolean negative) {
        Field.copy(p, X, a, x);
        Field.scale(p, Y, a, y, negative ? -1 : 1);
        Field.set(p, Z, 1);
    }

    /** Sets Z to 0, as an addition that is not served does. */
    void setFailed() {
        Field.set(p, Z, 0);
    }

    /** Writes X, Y and Z. */
    void get(long[] r, int ro) {
        System.arraycopy(p, 0, r, ro, LIMBS);
    }

    /** {@code P = 2P}, in three products and four squares. */
    void twice() {
        // E = 3 X^2
        Field.square(p, T0, p, X);
        Field.scale(p, T0, p, T0, 3);
        // Z' = 2 Y Z
        Field.scale(p, T1, p, Y, 2);
        Field.multiply(p, Z, p, Z, p, T1);
        // B = 2 Y^2, D = X B
        Field.square(p, T1, p, Y);
        Field.scale(p, T1, p, T1, 2);
        Field.multiply(p, T2, p, X, p, T1);
        // X' = E^2 - 4 D
        Field.square(p, T3, p, T0);
        Field.addScaled(p, X, p, T3, p, T2, -4);
        // Y' = E (2 D - X') - 2 B^2, where 2 D - X' = 6 D - E^2
        Field.scale(p, T3, p, T3, -1);
        Field.addScaled(p, T2, p, T3, p, T2, 6);
        Field.square(p, T1, p, T1);
        Field.multiply(p, T2, p, T0, p, T2);
        Field.addScaled(p, Y, p, T2, p, T1, -2);
    }

    /** {@code P = P + A}, or {@code P - A}, with A affine: in eight products and three squares. */
    void add(long[] a, int x, int y, boolean negative) {
        // H = x Z^2 - X
        Field.square(p, T0, p, Z);
        Field.multiply(p, T1, p, T0, a, x);
        Field.addScaled(p, T1, p, T1, p, X, -1);
        // R = y Z^3 - Y
        Field.multiply(p, T0, p, T0, p, Z);
        Field.multiply(p, T0, p, T0, a, y);
        if (negative) {
            Field.scale(p, T0, p, T0, -1);
        }
        Field.addScaled(p, T0, p, T0, p, Y, -1);
        // Z' = Z H
        Field.multiply(p, Z, p, Z, p, T1);
        // V = X H^2, W = H^3
        Field.square(p, T2, p, T1);
        Field.multiply(p, T1, p, T1, p, T2);
        Field.multiply(p, T2, p, T2, p, X);
        // X' = R^2 - W - 2 V
        Field.square(p, X, p, T0);
        Field.addScaled(p, X, p, X, p, T1, -1);
        Field.addScaled(p, X, p, X, p, T2, -2);
        // Y' = R (V - X') - Y W
        Field.addScaled(p, T2, p, T2, p, X, -1);
        Field.multiply(p, T2, p, T2, p, T0);
        Field.multiply(p, T1, p, T1, p, Y);
        Field.addScaled(p, Y, p, T2, p, T1, -1);
    }

    /**
     * Writes points as {@link #get} gives them in affine form, all with one inversion.
     *
     * @return the indices of those whose Z is 0, which get no affine form
     */
    static int[] toAffine(long[] affine, long[] points, int count) {
        long[] z = new long[count * Field.LIMBS];
        for (int i = 0; i < count; i++) {
            Field.copy(z, i * Field.LIMBS, points, i * LIMBS + Z);
        }
        BatchInverse inverse = new BatchInverse();
        int[] zeros = NONE;
        if (!inverse.invert(z, count)) {
            zeros = BatchInverse.zeros(z, count);
            for (int i : zeros) {
                Field.set(z, i * Field.LIMBS, 1);
            }
            inverse.invert(z, count);
        }
        long[] square = new long[Field.LIMBS];
        for (int i = 0; i < count; i++) {
            int to = i * Points.LIMBS;
            Field.square(square, 0, z, i * Field.LIMBS);
            Field.multiply(affine, to, points, i * LIMBS + X, square, 0);
            Field.multiply(square, 0, square, 0, z, i * Field.LIMBS);
            Field.multiply(affine, to + Points.Y, points, i * LIMBS + Y, square, 0);
        }
        return zeros;
    }
}
