package io.nutflux.crypto;

/**
 * A sum {@code kP + lQ + …} of points met once, in variable time: each scalar falls into two of half the length
 * ({@link GlvScalar}), and all of them run through one chain of doublings (Straus), over the odd multiples of the points.
 * Not thread-safe; may be used again.
 */
final class StrausSum {

    /** A cube root of 1 modulo the field's prime. */
    private static final long[] BETA = beta();

    private static final int ENTRY = 3 * Field.LIMBS;
    private static final int MAPPED = 2 * Field.LIMBS;

    private final Jacobian sum = new Jacobian();
    private final long[] entries;
    private final byte[][] digits;
    private int terms;
    private int length;

    /** For sums of so many products. */
    StrausSum(int terms) {
        entries = new long[terms * OddMultiples.COUNT * ENTRY];
        digits = new byte[2 * terms][GlvScalar.LENGTH];
    }

    private static long[] beta() {
        long[] beta = new long[Field.LIMBS];
        Field.unpack(beta, 0, 0xc1396c28719501eeL, 0x9cf0497512f58995L, 0x6e64479eac3434e9L, 0x7ae96a2b657c0710L);
        return beta;
    }

    /** Adds {@code k}, or {@code -k}, times the point whose odd multiples begin there. */
    void add(long[] multiples, int at, PublicScalar k, boolean negative) {
        int first = terms * OddMultiples.COUNT * ENTRY;
        for (int i = 0; i < OddMultiples.COUNT; i++) {
            int entry = first + i * ENTRY;
            System.arraycopy(multiples, at + i * Points.LIMBS, entries, entry, Points.LIMBS);
            Field.multiply(entries, entry + MAPPED, entries, entry, BETA, 0);
        }
        GlvScalar halves = new GlvScalar(k);
        length = Math.max(length, GlvScalar.recode(halves.first(), negative, digits[2 * terms]));
        length = Math.max(length, GlvScalar.recode(halves.second(), negative, digits[2 * terms + 1]));
        terms++;
    }

    /** Writes the sum and begins a new one. Z is 0 if it is infinity, or if equal or opposite points met on the way. */
    void compute(long[] jacobian, int at) {
        boolean begun = false;
        for (int i = length - 1; i >= 0; i--) {
            if (begun) {
                sum.twice();
            }
            for (int half = 0; half < 2 * terms; half++) {
                int digit = digits[half][i];
                if (digit != 0) {
                    int entry = (half / 2 * OddMultiples.COUNT + Math.abs(digit) / 2) * ENTRY;
                    int x = half % 2 == 0 ? entry : entry + MAPPED;
                    if (begun) {
                        sum.add(entries, x, entry + Points.Y, digit < 0);
                    } else {
                        sum.set(entries, x, entry + Points.Y, digit < 0);
                        begun = true;
                    }
                }
            }
        }
        if (!begun) {
            sum.setFailed();
        }
        sum.get(jacobian, at);
        terms = 0;
        length = 0;
    }
}
