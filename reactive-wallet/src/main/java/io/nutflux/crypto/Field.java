package io.nutflux.crypto;

/**
 * Arithmetic modulo secp256k1's prime p = 2^256 - 2^32 - 977, for public data.
 *
 * <p>An element is five consecutive limbs in an array, lowest first: signed numbers of which limb i weighs 2^(52i). The
 * same element has many such forms. A limb of a product is at most {@link #UNIT} in size, one <em>unit</em>; sums and
 * differences just add limbs, so theirs are as many units as those of their terms together. Factors may have up to
 * {@link #MOST_UNITS} units; who calls keeps count. A destination may be one of the operands.
 *
 * <p>How a product gets by without 128-bit integers: a column {@code c = sum a_i b_j} is needed as
 * {@code c = high * 2^52 + low} for any {@code high} that leaves {@code low} in a long. Summed in double precision it
 * gives such a {@code high}: with limbs up to 2^54, columns are below 2^110.4, the eight roundings on the way to one err
 * by less than 2^-50 of that, so {@code c - high * 2^52} is below 2^60.5. The same sum in longs, which wrap, is right
 * modulo 2^64, and so is {@code low = sum - (high << 52)}; being below 2^63 it is exact. Each high is below 2^59, so
 * adding it to the next low stays below 2^61, and one more carry leaves 2^51 and what comes back from above 2^260: one
 * unit. Nothing rests on the rounding beyond these bounds: another {@code high} gives another form of the same element.
 */
final class Field {

    static final int LIMBS = 5;

    /** The largest limb of a product. */
    static final long UNIT = (1L << 51) + (1L << 46);

    /** The most units of a factor: seven of them stay below 2^54. */
    static final int MOST_UNITS = 7;

    private static final int BITS = 52;
    private static final long MASK = (1L << BITS) - 1;
    private static final long HALF = 1L << (BITS - 1);

    /** The limb above the fifth, 2^260, is this modulo p. */
    private static final long FOLD = 0x1000003D10L;

    private static final double DOWN = 0x1p-52;
    private static final double FOLD_DOWN = FOLD * DOWN;

    private static final int TOP_BITS = 256 - 4 * BITS;
    private static final long TOP_MASK = (1L << TOP_BITS) - 1;

    /** 2^256 modulo p. */
    private static final long TOP_FOLD = 0x1000003D1L;

    private Field() {}

    /** {@code r = a * b}. */
    static void multiply(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
        long a0 = a[ao];
        long a1 = a[ao + 1];
        long a2 = a[ao + 2];
        long a3 = a[ao + 3];
        long a4 = a[ao + 4];
        long b0 = b[bo];
        long b1 = b[bo + 1];
        long b2 = b[bo + 2];
        long b3 = b[bo + 3];
        long b4 = b[bo + 4];
        double x0 = a0;
        double x1 = a1;
        double x2 = a2;
        double x3 = a3;
        double x4 = a4;
        // Scaling by a power of two rounds nothing, so it may come first.
        double y0 = b0 * DOWN;
        double y1 = b1 * DOWN;
        double y2 = b2 * DOWN;
        double y3 = b3 * DOWN;
        double y4 = b4 * DOWN;

        long h5 = (long) (x1 * y4 + x2 * y3 + x3 * y2 + x4 * y1);
        long h6 = (long) (x2 * y4 + x3 * y3 + x4 * y2);
        long h7 = (long) (x3 * y4 + x4 * y3);
        long h8 = (long) (x4 * y4);
        long t5 = a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 - (h5 << BITS);
        long t6 = a2 * b4 + a3 * b3 + a4 * b2 - (h6 << BITS) + h5;
        long t7 = a3 * b4 + a4 * b3 - (h7 << BITS) + h6;
        long t8 = a4 * b4 - (h8 << BITS) + h7;

        long h0 = (long) (x0 * y0 + FOLD_DOWN * t5);
        long h1 = (long) (x0 * y1 + x1 * y0 + FOLD_DOWN * t6);
        long h2 = (long) (x0 * y2 + x1 * y1 + x2 * y0 + FOLD_DOWN * t7);
        long h3 = (long) (x0 * y3 + x1 * y2 + x2 * y1 + x3 * y0 + FOLD_DOWN * t8);
        long h4 = (long) (x0 * y4 + x1 * y3 + x2 * y2 + x3 * y1 + x4 * y0 + FOLD_DOWN * h8);
        long r0 = a0 * b0 + FOLD * t5 - (h0 << BITS);
        long r1 = a0 * b1 + a1 * b0 + FOLD * t6 - (h1 << BITS) + h0;
        long r2 = a0 * b2 + a1 * b1 + a2 * b0 + FOLD * t7 - (h2 << BITS) + h1;
        long r3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + FOLD * t8 - (h3 << BITS) + h2;
        long r4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + FOLD * h8 - (h4 << BITS) + h3;

        // h4 weighs 2^260; its product with FOLD is up to 2^95, so it is split like a column.
        long h = (long) (FOLD_DOWN * h4);
        r0 += FOLD * h4 - (h << BITS);
        r1 += h;
        long c0 = (r0 + HALF) >> BITS;
        long c1 = (r1 + HALF) >> BITS;
        long c2 = (r2 + HALF) >> BITS;
        long c3 = (r3 + HALF) >> BITS;
        long c4 = (r4 + HALF) >> BITS;
        r[ro] = r0 - (c0 << BITS) + FOLD * c4;
        r[ro + 1] = r1 - (c1 << BITS) + c0;
        r[ro + 2] = r2 - (c2 << BITS) + c1;
        r[ro + 3] = r3 - (c3 << BITS) + c2;
        r[ro + 4] = r4 - (c4 << BITS) + c3;
    }

    /** {@code r = a * a}. */
    static void square(long[] r, int ro, long[] a, int ao) {
        square(r, ro, a, ao, 1);
    }

    /** {@code r = a^(2^times)}, for {@code times >= 1}: as many squarings. */
    static void square(long[] r, int ro, long[] a, int ao, int times) {
        long a0 = a[ao];
        long a1 = a[ao + 1];
        long a2 = a[ao + 2];
        long a3 = a[ao + 3];
        long a4 = a[ao + 4];
        for (int i = 0; i < times; i++) {
            long d0 = 2 * a0;
            long d1 = 2 * a1;
            long d2 = 2 * a2;
            long d3 = 2 * a3;
            double x0 = a0;
            double x1 = a1;
            double x2 = a2;
            double x3 = a3;
            double x4 = a4;
            double z0 = x0 * DOWN;
            double z1 = x1 * DOWN;
            double z2 = x2 * DOWN;
            double z3 = x3 * DOWN;
            double z4 = x4 * DOWN;
            double y0 = 2 * x0;
            double y1 = 2 * x1;
            double y2 = 2 * x2;
            double y3 = 2 * x3;

            long h5 = (long) (y1 * z4 + y2 * z3);
            long h6 = (long) (y2 * z4 + x3 * z3);
            long h7 = (long) (y3 * z4);
            long h8 = (long) (x4 * z4);
            long t5 = d1 * a4 + d2 * a3 - (h5 << BITS);
            long t6 = d2 * a4 + a3 * a3 - (h6 << BITS) + h5;
            long t7 = d3 * a4 - (h7 << BITS) + h6;
            long t8 = a4 * a4 - (h8 << BITS) + h7;

            long h0 = (long) (x0 * z0 + FOLD_DOWN * t5);
            long h1 = (long) (y0 * z1 + FOLD_DOWN * t6);
            long h2 = (long) (y0 * z2 + x1 * z1 + FOLD_DOWN * t7);
            long h3 = (long) (y0 * z3 + y1 * z2 + FOLD_DOWN * t8);
            long h4 = (long) (y0 * z4 + y1 * z3 + x2 * z2 + FOLD_DOWN * h8);
            long r0 = a0 * a0 + FOLD * t5 - (h0 << BITS);
            long r1 = d0 * a1 + FOLD * t6 - (h1 << BITS) + h0;
            long r2 = d0 * a2 + a1 * a1 + FOLD * t7 - (h2 << BITS) + h1;
            long r3 = d0 * a3 + d1 * a2 + FOLD * t8 - (h3 << BITS) + h2;
            long r4 = d0 * a4 + d1 * a3 + a2 * a2 + FOLD * h8 - (h4 << BITS) + h3;

            long h = (long) (FOLD_DOWN * h4);
            r0 += FOLD * h4 - (h << BITS);
            r1 += h;
            long c0 = (r0 + HALF) >> BITS;
            long c1 = (r1 + HALF) >> BITS;
            long c2 = (r2 + HALF) >> BITS;
            long c3 = (r3 + HALF) >> BITS;
            long c4 = (r4 + HALF) >> BITS;
            a0 = r0 - (c0 << BITS) + FOLD * c4;
            a1 = r1 - (c1 << BITS) + c0;
            a2 = r2 - (c2 << BITS) + c1;
            a3 = r3 - (c3 << BITS) + c2;
            a4 = r4 - (c4 << BITS) + c3;
        }
        r[ro] = a0;
        r[ro + 1] = a1;
        r[ro + 2] = a2;
        r[ro + 3] = a3;
        r[ro + 4] = a4;
    }

    /** {@code r = a + b}. */
    static void add(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
        r[ro] = a[ao] + b[bo];
        r[ro + 1] = a[ao + 1] + b[bo + 1];
        r[ro + 2] = a[ao + 2] + b[bo + 2];
        r[ro + 3] = a[ao + 3] + b[bo + 3];
        r[ro + 4] = a[ao + 4] + b[bo + 4];
    }

    /** {@code r = a - b}. */
    static void subtract(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
        r[ro] = a[ao] - b[bo];
        r[ro + 1] = a[ao + 1] - b[bo + 1];
        r[ro + 2] = a[ao + 2] - b[bo + 2];
        r[ro + 3] = a[ao + 3] - b[bo + 3];
        r[ro + 4] = a[ao + 4] - b[bo + 4];
    }

    /** {@code r = a + factor * b}, without a carry: a factor of 3 gives three units of each unit of b. */
    static void addScaled(long[] r, int ro, long[] a, int ao, long[] b, int bo, int factor) {
        r[ro] = a[ao] + factor * b[bo];
        r[ro + 1] = a[ao + 1] + factor * b[bo + 1];
        r[ro + 2] = a[ao + 2] + factor * b[bo + 2];
        r[ro + 3] = a[ao + 3] + factor * b[bo + 3];
        r[ro + 4] = a[ao + 4] + factor * b[bo + 4];
    }

    /** {@code r = factor * a}, without a carry. */
    static void scale(long[] r, int ro, long[] a, int ao, int factor) {
        r[ro] = factor * a[ao];
        r[ro + 1] = factor * a[ao + 1];
        r[ro + 2] = factor * a[ao + 2];
        r[ro + 3] = factor * a[ao + 3];
        r[ro + 4] = factor * a[ao + 4];
    }

    /** {@code r = a} in a form of one unit, for limbs of up to 2^60. */
    static void reduce(long[] r, int ro, long[] a, int ao) {
        long a0 = a[ao];
        long a1 = a[ao + 1];
        long a2 = a[ao + 2];
        long a3 = a[ao + 3];
        long a4 = a[ao + 4];
        long c0 = (a0 + HALF) >> BITS;
        long c1 = (a1 + HALF) >> BITS;
        long c2 = (a2 + HALF) >> BITS;
        long c3 = (a3 + HALF) >> BITS;
        long c4 = (a4 + HALF) >> BITS;
        r[ro] = a0 - (c0 << BITS) + FOLD * c4;
        r[ro + 1] = a1 - (c1 << BITS) + c0;
        r[ro + 2] = a2 - (c2 << BITS) + c1;
        r[ro + 3] = a3 - (c3 << BITS) + c2;
        r[ro + 4] = a4 - (c4 << BITS) + c3;
    }

    static void set(long[] r, int ro, int value) {
        r[ro] = value;
        r[ro + 1] = 0;
        r[ro + 2] = 0;
        r[ro + 3] = 0;
        r[ro + 4] = 0;
    }

    static void copy(long[] r, int ro, long[] a, int ao) {
        r[ro] = a[ao];
        r[ro + 1] = a[ao + 1];
        r[ro + 2] = a[ao + 2];
        r[ro + 3] = a[ao + 3];
        r[ro + 4] = a[ao + 4];
    }

    /**
     * {@code r = a}, in the one form whose limbs are not negative and whose value is below p; for limbs of up to 2^60.
     */
    static void normalize(long[] r, int ro, long[] a, int ao) {
        long r0 = a[ao];
        long r1 = a[ao + 1];
        long r2 = a[ao + 2];
        long r3 = a[ao + 3];
        long r4 = a[ao + 4];
        // The first fold leaves -2^46 to 2^256 + 2^46, so that the second leaves 0 to 2^256 - 1, and the third nothing.
        long above;
        do {
            r1 += r0 >> BITS;
            r0 &= MASK;
            r2 += r1 >> BITS;
            r1 &= MASK;
            r3 += r2 >> BITS;
            r2 &= MASK;
            r4 += r3 >> BITS;
            r3 &= MASK;
            above = r4 >> TOP_BITS;
            r4 &= TOP_MASK;
            r0 += above * TOP_FOLD;
        } while (above != 0);
        if (r0 >= MASK + 1 - TOP_FOLD && (r1 & r2 & r3) == MASK && r4 == TOP_MASK) {
            r0 -= MASK + 1 - TOP_FOLD;
            r1 = 0;
            r2 = 0;
            r3 = 0;
            r4 = 0;
        }
        r[ro] = r0;
        r[ro + 1] = r1;
        r[ro + 2] = r2;
        r[ro + 3] = r3;
        r[ro + 4] = r4;
    }

    /** Whether {@code a} is 0 modulo p, in whatever form. */
    static boolean isZero(long[] a, int ao) {
        long[] n = new long[LIMBS];
        normalize(n, 0, a, ao);
        return (n[0] | n[1] | n[2] | n[3] | n[4]) == 0;
    }

    /** Whether {@code a} is odd; it must be normalised. */
    static boolean isOdd(long[] a, int ao) {
        return (a[ao] & 1) == 1;
    }

    /** Reads a number of 256 bits, given as four words, lowest first, into limbs of two units. */
    static void unpack(long[] r, int ro, long word0, long word1, long word2, long word3) {
        r[ro] = word0 & MASK;
        r[ro + 1] = (word0 >>> 52 | word1 << 12) & MASK;
        r[ro + 2] = (word1 >>> 40 | word2 << 24) & MASK;
        r[ro + 3] = (word2 >>> 28 | word3 << 36) & MASK;
        r[ro + 4] = word3 >>> 16;
    }

    /** Writes {@code a}, which must be normalised, as four words, lowest first. */
    static void pack(long[] words, int at, long[] a, int ao) {
        words[at] = a[ao] | a[ao + 1] << 52;
        words[at + 1] = a[ao + 1] >>> 12 | a[ao + 2] << 40;
        words[at + 2] = a[ao + 2] >>> 24 | a[ao + 3] << 28;
        words[at + 3] = a[ao + 3] >>> 36 | a[ao + 4] << 16;
    }
}
