package io.nutflux.crypto;

import java.util.Arrays;

/**
 * Additions and doublings of affine points, many with one inversion: five products and a square each, cheaper than in any
 * projective form. Not thread-safe.
 *
 * <p>Points are ten limbs in one array, x before y, of up to two units; sums have one. They are named by the index of
 * their first limb. The formulas know no infinity: an addition of equal or opposite points shows as a zero denominator
 * and is reported, never computed.
 */
final class AffineBatch {

    private static final int LAMBDA = 0;
    private static final int X3 = Field.LIMBS;
    private static final int T = 2 * Field.LIMBS;

    private static final int[] NONE = {};

    private final long[] points;
    private final BatchInverse inverse = new BatchInverse();
    private final long[] t = new long[3 * Field.LIMBS];
    private int[] results = new int[64];
    private int[] lefts = new int[64];
    private int[] rights = new int[64];
    private long[] denominators = new long[64 * Field.LIMBS];
    private int size;

    AffineBatch(long[] points) {
        this.points = points;
    }

    /** Puts {@code points[result] = points[a] + points[b]} on the list; a doubling if a and b are one index. */
    void add(int result, int a, int b) {
        if (size == results.length) {
            results = Arrays.copyOf(results, 2 * size);
            lefts = Arrays.copyOf(lefts, 2 * size);
            rights = Arrays.copyOf(rights, 2 * size);
            denominators = Arrays.copyOf(denominators, 2 * size * Field.LIMBS);
        }
        results[size] = result;
        lefts[size] = a;
        rights[size] = b;
        if (a == b) {
            Field.scale(denominators, size * Field.LIMBS, points, a + Points.Y, 2);
        } else {
            Field.subtract(denominators, size * Field.LIMBS, points, b, points, a);
        }
        size++;
    }

    int size() {
        return size;
    }

    /**
     * Does what is on the list, in order, and empties it. A result may take the place of an operand of the same or of an
     * earlier addition.
     *
     * @return the places on the list whose points are equal or opposite; if there are any, nothing was done
     */
    int[] run() {
        int count = size;
        size = 0;
        if (!inverse.invert(denominators, count)) {
            return BatchInverse.zeros(denominators, count);
        }
        for (int i = 0; i < count; i++) {
            add(i);
        }
        return NONE;
    }

    private void add(int i) {
        int a = lefts[i];
        int b = rights[i];
        if (a == b) {
            Field.square(t, LAMBDA, points, a);
            Field.scale(t, LAMBDA, t, LAMBDA, 3);
        } else {
            Field.subtract(t, LAMBDA, points, b + Points.Y, points, a + Points.Y);
        }
        Field.multiply(t, LAMBDA, t, LAMBDA, denominators, i * Field.LIMBS);
        Field.square(t, X3, t, LAMBDA);
        Field.subtract(t, X3, t, X3, points, a);
        Field.subtract(t, X3, t, X3, points, b);
        Field.reduce(t, X3, t, X3);
        Field.subtract(t, T, points, a, t, X3);
        Field.multiply(t, T, t, T, t, LAMBDA);
        Field.subtract(t, T, t, T, points, a + Points.Y);
        int result = results[i];
        Field.copy(points, result, t, X3);
        Field.reduce(points, result + Points.Y, t, T);
    }
}
