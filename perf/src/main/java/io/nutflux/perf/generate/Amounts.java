package io.nutflux.perf.generate;

import io.nutflux.model.Amount;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The amounts of a token's proofs.
 *
 * @param values each a power of two
 */
public record Amounts(List<Long> values) {

    /** Eight proofs, 1 to 128: what a wallet that keeps powers of two hands out. */
    public static final Amounts DEFAULT = new Amounts(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L));

    public Amounts {
        values = List.copyOf(values);
        if (values.isEmpty() || values.stream().anyMatch(value -> value < 1 || Long.bitCount(value) != 1)) {
            throw new IllegalArgumentException("amounts are powers of two, one at least");
        }
    }

    /** Reads {@code 1,2,4} or, for equal ones, {@code 8x16}: eight proofs of 16. */
    public static Amounts parse(String text) {
        int times = text.indexOf('x');
        if (times > 0) {
            int count = Integer.parseInt(text.substring(0, times));
            long value = Long.parseLong(text.substring(times + 1));
            return new Amounts(Collections.nCopies(count, value));
        }
        return new Amounts(Arrays.stream(text.split(",", -1)).map(Long::valueOf).toList());
    }

    int size() {
        return values.size();
    }

    long[] toArray() {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    Amount total() {
        return Amount.sum(values.stream().map(Amount::of).toList());
    }
}
