package io.nutflux.crypto;

import java.util.Arrays;

/** Inverts many field elements for the price of one inversion and three products each. Not thread-safe. */
final class BatchInverse {

    private final FieldPowers powers = new FieldPowers();
    private final long[] rest = new long[2 * Field.LIMBS];
    private long[] products = new long[0];

    /**
     * Inverts the first {@code count} elements of the array, of up to seven units each.
     *
     * @return false if one of them is 0; then nothing has changed
     */
    boolean invert(long[] values, int count) {
        if (count == 0) {
            return true;
        }
        if (products.length < count * Field.LIMBS) {
            products = new long[Math.max(count * Field.LIMBS, 2 * products.length)];
        }
        // products[i] is the product of values 0 to i.
        Field.copy(products, 0, values, 0);
        for (int i = Field.LIMBS; i < count * Field.LIMBS; i += Field.LIMBS) {
            Field.multiply(products, i, products, i - Field.LIMBS, values, i);
        }
        int last = (count - 1) * Field.LIMBS;
        if (Field.isZero(products, last)) {
            return false;
        }
        // rest is the inverse of the product of values 0 to i.
        powers.invert(rest, 0, products, last);
        for (int i = last; i > 0; i -= Field.LIMBS) {
            Field.multiply(rest, Field.LIMBS, rest, 0, values, i);
            Field.multiply(values, i, rest, 0, products, i - Field.LIMBS);
            System.arraycopy(rest, Field.LIMBS, rest, 0, Field.LIMBS);
        }
        Field.copy(values, 0, rest, 0);
        return true;
    }

    /** The indices of the zeros among the first {@code count} elements, in order. */
    static int[] zeros(long[] values, int count) {
        int[] zeros = new int[count];
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (Field.isZero(values, i * Field.LIMBS)) {
                zeros[found++] = i;
            }
        }
        return Arrays.copyOf(zeros, found);
    }
}
