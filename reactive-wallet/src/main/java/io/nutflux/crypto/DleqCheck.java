package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** One DLEQ statement in a {@link DleqBatch}: what is known of it so far. */
final class DleqCheck {

    /** Points that one product of a mint's key is the sum of, at most. */
    static final int MOST_KEY_POINTS = 256 / TabledKey.WINDOW + 1;

    private static final int C_ = Points.LIMBS;

    private final int index;
    private final TabledKey key;
    private final PublicScalar e;
    private final PublicScalar s;
    private final @Nullable PublicScalar r;

    /** At first Y and C of a received proof; then, or from the start, B_ and C_. */
    private final long[] signature = new long[2 * Points.LIMBS];

    private final long[] R1 = new long[Points.LIMBS];
    private @Nullable WindowTable table;

    /** Without a table: {@code -eA} and {@code rA}. */
    private final long[] products = new long[2 * Points.LIMBS];

    /** The first of the check's sums: R1, and B_ and C_ if there is an r. */
    private int firstSum;

    private DleqCheck(int index, TabledKey key, DleqStatement statement, @Nullable PublicScalar r) {
        this.index = index;
        this.key = key;
        // Reduced here only; compared in full (protocol 12.7).
        this.e = new PublicScalar(statement.dleq().e());
        this.s = new PublicScalar(statement.dleq().s());
        this.r = r;
    }

    /** Reads a statement and counts the use of its key; {@code null} if the statement is false as it stands. */
    static @Nullable DleqCheck read(int index, DleqStatement statement, MintKeys<TabledKey> keys, FieldPowers powers) {
        if (!Secp256k1.isInRange(statement.dleq().s())) {
            return null;
        }
        TabledKey key;
        try {
            key = keys.get(statement.A());
        } catch (InvalidPointException notOnCurve) {
            return null;
        }
        key.countUse();
        if (statement instanceof DleqStatement.OnSignature on) {
            return new DleqCheck(index, key, on, null).decoded(on.B_(), on.C_(), powers);
        }
        if (statement instanceof DleqStatement.OnProof on) {
            Scalar r = on.dleq().r();
            return r == null || !Secp256k1.isInRange(r)
                    ? null
                    : new DleqCheck(index, key, on, new PublicScalar(r)).decoded(on.Y(), on.C(), powers);
        }
        return null;
    }

    private @Nullable DleqCheck decoded(CurvePoint first, CurvePoint second, FieldPowers powers) {
        return Points.decode(signature, 0, first, powers) && Points.decode(signature, C_, second, powers) ? this : null;
    }

    int index() {
        return index;
    }

    long[] A() {
        return key.point();
    }

    PublicScalar e() {
        return e;
    }

    PublicScalar s() {
        return s;
    }

    PublicScalar rOrE() {
        return r == null ? e : r;
    }

    /** Looks once whether the key has a table by now. */
    void takeTable() {
        table = key.table();
    }

    boolean hasTable() {
        return table != null;
    }

    /** Takes {@code -eA} and {@code rA}. */
    void setProducts(long[] points, int at) {
        System.arraycopy(points, at, products, 0, products.length);
    }

    /** Lists {@code R1 = sG - eA} and, given r, {@code B_ = Y + rG} and {@code C_ = C + rA}. */
    void list(WindowTable generator, AffineSums sums) {
        firstSum = sums.begin();
        generator.addProduct(sums, s, false);
        if (table != null) {
            table.addProduct(sums, e, true);
        } else {
            sums.add(products, 0);
        }
        if (r != null) {
            sums.begin();
            sums.add(signature, 0);
            generator.addProduct(sums, r, false);
            sums.begin();
            sums.add(signature, C_);
            if (table != null) {
                table.addProduct(sums, r, false);
            } else {
                sums.add(products, Points.LIMBS);
            }
        }
    }

    /** Takes the sums; false if one of them could not be computed. */
    boolean take(AffineSums sums) {
        boolean computed = take(sums, firstSum, R1, 0);
        if (r != null) {
            computed &= take(sums, firstSum + 1, signature, 0) && take(sums, firstSum + 2, signature, C_);
        }
        return computed;
    }

    private static boolean take(AffineSums sums, int sum, long[] to, int at) {
        System.arraycopy(sums.points(), sums.place(sum), to, at, Points.LIMBS);
        return sums.isComputed(sum);
    }

    /** Writes B_ and C_. */
    void copySignature(long[] to, int at) {
        System.arraycopy(signature, 0, to, at, signature.length);
    }

    /** {@code hash} of NUT-12: over the text of the uncompressed points, not their bytes (protocol 12.1). */
    byte[] digest(MessageDigest sha256, long[] R2, int at) {
        return sha256.digest(Points.uncompressedText(new long[][] {R1, R2, key.point(), signature}, 0, at, 0, C_));
    }
}
