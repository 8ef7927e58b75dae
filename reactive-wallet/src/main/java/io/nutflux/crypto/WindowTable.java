package io.nutflux.crypto;

/**
 * Multiples of one point, from which its product with a public scalar is a sum without doublings.
 *
 * <p>The scalar is cut into windows of w bits and recoded to digits from {@code -2^(w-1)} to {@code 2^(w-1)}. The table
 * holds {@code d * 2^(wi) * P} for each position i and each digit d above 0, packed: 64 bytes a point, 52 KiB with windows
 * of five bits, 264 KiB with eight. Immutable.
 */
final class WindowTable {

    private static final int PACKED = 8;
    private static final int SCALAR_BITS = 256;

    private final int window;
    private final int digits;
    private final int positions;
    private final long[] packed;

    /** The table of a point, of up to two units. */
    WindowTable(int window, long[] point, int at) {
        this.window = window;
        this.digits = 1 << (window - 1);
        // One bit more than a scalar has, for the last carry.
        this.positions = SCALAR_BITS / window + 1;
        this.packed = new long[positions * digits * PACKED];
        long[] points = new long[positions * digits * Points.LIMBS];
        setPowers(points, point, at);
        setMultiples(points);
        long[] t = new long[Field.LIMBS];
        for (int i = 0; i < 2 * positions * digits; i++) {
            Field.normalize(t, 0, points, i * Field.LIMBS);
            Field.pack(packed, i * (PACKED / 2), t, 0);
        }
    }

    /** The first entry of each position: {@code 2^(wi) * P}. */
    private void setPowers(long[] points, long[] point, int at) {
        Jacobian power = new Jacobian();
        power.set(point, at, at + Points.Y, false);
        long[] powers = new long[positions * Jacobian.LIMBS];
        for (int i = 0; i < positions; i++) {
            power.get(powers, i * Jacobian.LIMBS);
            for (int j = 0; j < window; j++) {
                power.twice();
            }
        }
        long[] affine = new long[positions * Points.LIMBS];
        Jacobian.toAffine(affine, powers, positions);
        for (int i = 0; i < positions; i++) {
            System.arraycopy(affine, i * Points.LIMBS, points, place(i, 1), Points.LIMBS);
        }
    }

    /** From the multiples up to m, those up to 2m. None of these additions is of equal or opposite points. */
    private void setMultiples(long[] points) {
        AffineBatch batch = new AffineBatch(points);
        for (int m = 1; m < digits; m *= 2) {
            for (int i = 0; i < positions; i++) {
                for (int d = 1; d <= m; d++) {
                    batch.add(place(i, m + d), place(i, m), place(i, d));
                }
            }
            batch.run();
        }
    }

    private int place(int position, int digit) {
        return (position * digits + digit - 1) * Points.LIMBS;
    }

    /** How many points a product is the sum of, at most. */
    int positions() {
        return positions;
    }

    /** Bytes that the table takes. */
    int bytes() {
        return packed.length * Long.BYTES;
    }

    /** Adds to the sum begun last the points whose sum is {@code kP}, or {@code -kP}. */
    void addProduct(AffineSums sums, PublicScalar k, boolean negative) {
        int carry = 0;
        for (int i = 0; i < positions; i++) {
            int digit = k.bits(i * window, window) + carry;
            carry = digit > digits ? 1 : 0;
            digit -= carry << window;
            if (digit != 0) {
                int entry = (i * digits + Math.abs(digit) - 1) * PACKED;
                int place = sums.add();
                unpack(sums.points(), place, entry);
                unpack(sums.points(), place + Points.Y, entry + PACKED / 2);
                if (digit < 0 != negative) {
                    Field.scale(sums.points(), place + Points.Y, sums.points(), place + Points.Y, -1);
                }
            }
        }
    }

    private void unpack(long[] r, int ro, int at) {
        Field.unpack(r, ro, packed[at], packed[at + 1], packed[at + 2], packed[at + 3]);
    }
}
