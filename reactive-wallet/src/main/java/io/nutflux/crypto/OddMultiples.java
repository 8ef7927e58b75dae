package io.nutflux.crypto;

/** {@code P, 3P, 5P, … 15P} of many points at once, affine. */
final class OddMultiples {

    /** Multiples of one point. */
    static final int COUNT = 1 << (GlvScalar.WINDOW - 2);

    /** Besides the odd ones there are 2P, 4P and 8P on the way. */
    private static final int STRIDE = (COUNT + 3) * Points.LIMBS;

    private final long[] points;

    /** The multiples of the first {@code count} points of the array. */
    OddMultiples(long[] bases, int count) {
        this.points = new long[count * STRIDE];
        for (int i = 0; i < count; i++) {
            System.arraycopy(bases, i * Points.LIMBS, points, i * STRIDE, Points.LIMBS);
        }
        // 2P; 3P and 4P; 5P, 7P and 8P; then 9P to 15P. Two different multiples below the order are neither equal nor
        // opposite, so nothing can go wrong.
        AffineBatch batch = new AffineBatch(points);
        listDoublings(batch, 0, COUNT);
        batch.run();
        int power = COUNT;
        for (int known = 1; known < COUNT; known *= 2) {
            for (int i = 0; i < known; i++) {
                listAdditions(batch, known + i, i, power);
            }
            if (2 * known < COUNT) {
                listDoublings(batch, power, power + 1);
            }
            batch.run();
            power++;
        }
    }

    private void listAdditions(AffineBatch batch, int result, int a, int b) {
        for (int first = 0; first < points.length; first += STRIDE) {
            batch.add(first + result * Points.LIMBS, first + a * Points.LIMBS, first + b * Points.LIMBS);
        }
    }

    private void listDoublings(AffineBatch batch, int a, int result) {
        listAdditions(batch, result, a, a);
    }

    long[] points() {
        return points;
    }

    /** Where those of a point begin in {@link #points}. */
    int place(int point) {
        return point * STRIDE;
    }
}
