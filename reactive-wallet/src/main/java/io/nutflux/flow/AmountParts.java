package io.nutflux.flow;

import io.nutflux.model.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Cuts lists so that each part's sum is an amount: what mints sign may pass 64 bits together. */
final class AmountParts {

    private AmountParts() {}

    /** The parts, in order; none for an empty list. */
    static <T> List<List<T>> of(List<T> all, Function<T, Amount> amount) {
        List<List<T>> parts = new ArrayList<>();
        Amount sum = Amount.ZERO;
        for (T one : all) {
            Amount more = amount.apply(one);
            boolean fits = !parts.isEmpty() && !more.isGreaterThan(Amount.MAX.minus(sum));
            if (!fits) {
                parts.add(new ArrayList<>());
                sum = Amount.ZERO;
            }
            parts.get(parts.size() - 1).add(one);
            sum = sum.plus(more);
        }
        return parts;
    }
}
