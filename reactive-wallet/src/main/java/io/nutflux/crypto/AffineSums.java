package io.nutflux.crypto;

/**
 * Many sums of affine points at once. Neighbours are added pairwise, in all sums together, until one point of each is
 * left; so a batch takes as many inversions as the longest sum has binary digits. Not thread-safe; good for one use.
 *
 * <p>A sum in which equal or opposite points meet is given up: the formulas do not serve them, and only an unlucky or a
 * hostile choice of points brings them about. So is the empty sum, which has no affine form.
 */
final class AffineSums {

    private final int[] starts;
    private final int[] counts;
    private final int[] pairSums;
    private final long[] points;
    private int sums;
    private int end;

    /** For so many sums, of so many points together. */
    AffineSums(int sums, int points) {
        this.starts = new int[sums];
        this.counts = new int[sums];
        this.points = new long[points * Points.LIMBS];
        this.pairSums = new int[points / 2 + 1];
    }

    /** Begins the next sum, to which points are added until another begins; gives its number. */
    int begin() {
        starts[sums] = end;
        return sums++;
    }

    /** Adds a point to the sum begun last: gives its place in {@link #points}, for the caller to fill. */
    int add() {
        int place = end;
        end += Points.LIMBS;
        counts[sums - 1]++;
        return place;
    }

    void add(long[] a, int ao) {
        System.arraycopy(a, ao, points, add(), Points.LIMBS);
    }

    long[] points() {
        return points;
    }

    /** Where the sum is in {@link #points}, once computed. */
    int place(int sum) {
        return starts[sum];
    }

    /** Whether the sum has been computed; if not, it was empty or equal or opposite points met in it. */
    boolean isComputed(int sum) {
        return counts[sum] == 1;
    }

    void compute() {
        AffineBatch batch = new AffineBatch(points);
        while (list(batch)) {
            int[] exceptions = batch.run();
            for (int pair : exceptions) {
                counts[pairSums[pair]] = 0;
            }
            if (exceptions.length == 0) {
                for (int sum = 0; sum < sums; sum++) {
                    contract(sum);
                }
            }
        }
    }

    private boolean list(AffineBatch batch) {
        for (int sum = 0; sum < sums; sum++) {
            for (int i = 0; i + 1 < counts[sum]; i += 2) {
                int a = starts[sum] + i * Points.LIMBS;
                pairSums[batch.size()] = sum;
                batch.add(starts[sum] + i / 2 * Points.LIMBS, a, a + Points.LIMBS);
            }
        }
        return batch.size() > 0;
    }

    /** The sums of the pairs stand at the front already; a point that had no partner follows them. */
    private void contract(int sum) {
        int count = counts[sum];
        if (count > 1 && count % 2 == 1) {
            int from = starts[sum] + (count - 1) * Points.LIMBS;
            System.arraycopy(points, from, points, starts[sum] + count / 2 * Points.LIMBS, Points.LIMBS);
        }
        counts[sum] = (count + 1) / 2;
    }
}
