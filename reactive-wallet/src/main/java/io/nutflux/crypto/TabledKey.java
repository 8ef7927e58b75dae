package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A mint's key, decoded, with a table of its multiples once it has been met often enough to pay for one. Thread-safe. */
final class TabledKey {

    /** A table costs about as much as it saves over this many proofs. */
    static final int USES_FOR_TABLE = 4;

    /** 52 KiB a table; a window of six would take a sixth less additions and two thirds more memory. */
    static final int WINDOW = 5;

    private final long[] point;
    private final AtomicInteger uses = new AtomicInteger();
    private volatile @Nullable WindowTable table;

    private TabledKey(long[] point) {
        this.point = point;
    }

    /**
     * The key that the 33 bytes stand for.
     *
     * @throws InvalidPointException if it is not on the curve
     */
    static TabledKey decode(CurvePoint key) {
        long[] point = new long[Points.LIMBS];
        if (!Points.decode(point, 0, key, new FieldPowers())) {
            throw new InvalidPointException("not a point of the curve");
        }
        return new TabledKey(point);
    }

    /** The ten limbs, not to be written to. */
    long[] point() {
        return point;
    }

    /** Counts one more verification; the thread that reaches the number builds the table, and none waits for it. */
    void countUse() {
        if (table == null && uses.incrementAndGet() == USES_FOR_TABLE) {
            table = new WindowTable(WINDOW, point, 0);
        }
    }

    /** The table, if there is one yet. */
    @Nullable
    WindowTable table() {
        return table;
    }
}
