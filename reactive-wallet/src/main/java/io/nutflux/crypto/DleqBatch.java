package io.nutflux.crypto;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Some DLEQ statements (NUT-12) on their way through verification, all at the same step. Not thread-safe; good for one
 * use.
 *
 * <ol>
 *   <li>Each statement is read: points decoded, ranges checked ({@link DleqCheck}).
 *   <li>{@code R1 = sG - eA}, and for received proofs {@code B_ = Y + rG} and {@code C_ = C + rA}: sums of points from the
 *       tables of G and of the mint's keys, all in one {@link AffineSums}. A key that has no table yet contributes its
 *       product by a {@link StrausSum}.
 *   <li>{@code R2 = sB_ - eC_} by {@link StrausSum}, made affine with one inversion.
 *   <li>The digests are taken.
 * </ol>
 *
 * A statement in which equal or opposite points meet on the way, or whose result is at infinity, gets no digest: the
 * formulas here do not serve it.
 */
final class DleqBatch {

    /** 33 positions of 128 points, 264 KiB. */
    private static final int GENERATOR_WINDOW = 8;

    private static final WindowTable GENERATOR = generator();

    private final DleqChallenge[] challenges;
    private final List<DleqCheck> checks;

    private DleqBatch(int statements) {
        this.challenges = new DleqChallenge[statements];
        this.checks = new ArrayList<>(statements);
    }

    private static WindowTable generator() {
        long[] point = new long[Points.LIMBS];
        if (!Points.decode(point, 0, Secp256k1.encode(Secp256k1.G), new FieldPowers())) {
            throw new IllegalStateException("the generator is on the curve");
        }
        return new WindowTable(GENERATOR_WINDOW, point, 0);
    }

    /** The challenge of each statement, in order. */
    static DleqChallenge[] challenges(MintKeys<TabledKey> keys, List<DleqStatement> statements) {
        DleqBatch batch = new DleqBatch(statements.size());
        batch.read(keys, statements);
        batch.computeFixed();
        batch.computeR2();
        return batch.challenges;
    }

    private void read(MintKeys<TabledKey> keys, List<DleqStatement> statements) {
        FieldPowers powers = new FieldPowers();
        for (int i = 0; i < statements.size(); i++) {
            DleqCheck check = DleqCheck.read(i, statements.get(i), keys, powers);
            challenges[i] = check == null ? DleqChallenge.IMPOSSIBLE : DleqChallenge.UNKNOWN;
            if (check != null) {
                checks.add(check);
            }
        }
        // Only now: all uses in this batch have been counted.
        checks.forEach(DleqCheck::takeTable);
    }

    /** R1, B_ and C_ of all checks; those that fail are dropped. */
    private void computeFixed() {
        addProductsWithoutTable();
        int most = 2 * (GENERATOR.positions() + DleqCheck.MOST_KEY_POINTS + 1);
        AffineSums sums = new AffineSums(3 * checks.size(), most * checks.size());
        for (DleqCheck check : checks) {
            check.list(GENERATOR, sums);
        }
        sums.compute();
        checks.removeIf(check -> !check.take(sums));
    }

    private void addProductsWithoutTable() {
        List<DleqCheck> without =
                checks.stream().filter(check -> !check.hasTable()).toList();
        long[] bases = new long[without.size() * Points.LIMBS];
        for (int i = 0; i < without.size(); i++) {
            System.arraycopy(without.get(i).A(), 0, bases, i * Points.LIMBS, Points.LIMBS);
        }
        OddMultiples multiples = new OddMultiples(bases, without.size());
        long[] products = new long[2 * without.size() * Jacobian.LIMBS];
        StrausSum sum = new StrausSum(1);
        for (int i = 0; i < without.size(); i++) {
            DleqCheck check = without.get(i);
            sum.add(multiples.points(), multiples.place(i), check.e(), true);
            sum.compute(products, 2 * i * Jacobian.LIMBS);
            // Where there is no r, its place is filled all the same.
            sum.add(multiples.points(), multiples.place(i), check.rOrE(), false);
            sum.compute(products, (2 * i + 1) * Jacobian.LIMBS);
        }
        long[] affine = new long[2 * without.size() * Points.LIMBS];
        for (int zero : Jacobian.toAffine(affine, products, 2 * without.size())) {
            checks.remove(without.get(zero / 2));
        }
        for (int i = 0; i < without.size(); i++) {
            without.get(i).setProducts(affine, 2 * i * Points.LIMBS);
        }
    }

    /** R2 of all checks, and with it their challenges; those that fail stay unknown. */
    private void computeR2() {
        long[] bases = new long[2 * checks.size() * Points.LIMBS];
        for (int i = 0; i < checks.size(); i++) {
            checks.get(i).copySignature(bases, 2 * i * Points.LIMBS);
        }
        OddMultiples multiples = new OddMultiples(bases, 2 * checks.size());
        long[] sums = new long[checks.size() * Jacobian.LIMBS];
        StrausSum sum = new StrausSum(2);
        for (int i = 0; i < checks.size(); i++) {
            sum.add(multiples.points(), multiples.place(2 * i), checks.get(i).s(), false);
            sum.add(
                    multiples.points(),
                    multiples.place(2 * i + 1),
                    checks.get(i).e(),
                    true);
            sum.compute(sums, i * Jacobian.LIMBS);
        }
        long[] R2 = new long[checks.size() * Points.LIMBS];
        int[] failed = Jacobian.toAffine(R2, sums, checks.size());
        MessageDigest sha256 = Hashing.sha256();
        for (int i = 0; i < checks.size(); i++) {
            if (Arrays.binarySearch(failed, i) < 0) {
                DleqCheck check = checks.get(i);
                challenges[check.index()] = DleqChallenge.of(check.digest(sha256, R2, i * Points.LIMBS));
            }
        }
    }
}
