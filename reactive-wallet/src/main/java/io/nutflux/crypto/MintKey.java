package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/**
 * A mint's key, decoded, with a table of its multiples once it has been met often enough to pay for one. Thread-safe.
 */
final class MintKey {

    /** A table costs about as much as it saves over this many proofs. */
    static final int USES_FOR_TABLE = 8;

    private static final CombTable GENERATOR = new CombTable(Secp256k1.G);

    private final ECPoint point;
    private final AtomicInteger uses = new AtomicInteger();
    private volatile @Nullable CombTable table;

    MintKey(ECPoint point) {
        this.point = point;
    }

    /**
     * The key that the 33 bytes stand for.
     *
     * @throws InvalidPointException if it is not on the curve
     */
    static MintKey decode(CurvePoint key) {
        return new MintKey(Secp256k1.decode(key));
    }

    ECPoint point() {
        return point;
    }

    /** Counts one more verification; the thread that reaches the number builds the table, and none waits for it. */
    void countUse() {
        if (table == null && uses.incrementAndGet() == USES_FOR_TABLE) {
            table = new CombTable(point);
        }
    }

    static ECPoint timesGenerator(BigInteger k) {
        return GENERATOR.multiply(k);
    }

    /** {@code kA}, in variable time. */
    ECPoint times(BigInteger k) {
        CombTable known = table;
        return known == null ? point.multiply(k) : known.multiply(k);
    }

    /** {@code kG + lA}, in variable time. */
    ECPoint plusGenerator(BigInteger k, BigInteger l) {
        CombTable known = table;
        return known == null
                ? ECAlgorithms.sumOfTwoMultiplies(Secp256k1.G, k, point, l)
                : CombTable.sum(GENERATOR, k, known, l);
    }
}
