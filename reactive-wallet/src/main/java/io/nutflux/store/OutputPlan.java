package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.KeysetId;
import java.util.List;

/**
 * Outputs to ask for: output {@code i} has amount {@code amounts[i]} and is derived with counter {@code firstCounter + i}
 * (NUT-13). With the seed this is all that is needed to make the same outputs again.
 *
 * @param keyset full id of one keyset
 * @param firstCounter assigned by the store in {@code prepare}; 0 in a draft
 * @param amounts ascending
 * @param handedOut for each output, whether it is meant for someone else (a send) and not to keep
 */
public record OutputPlan(KeysetId keyset, long firstCounter, List<Amount> amounts, List<Boolean> handedOut) {

    public OutputPlan {
        amounts = List.copyOf(amounts);
        handedOut = List.copyOf(handedOut);
        if (amounts.size() != handedOut.size()) {
            throw new IllegalArgumentException("one purpose for each amount");
        }
    }

    /** A plan whose outputs are all to keep. */
    public static OutputPlan keep(KeysetId keyset, List<Amount> amounts) {
        return new OutputPlan(
                keyset, 0, amounts, amounts.stream().map(amount -> false).toList());
    }

    public int size() {
        return amounts.size();
    }

    public Amount total() {
        return Amount.sum(amounts);
    }

    /** Whether one of the outputs is derived with {@code counter} of {@code ofKeyset}. */
    public boolean includes(KeysetId ofKeyset, long counter) {
        return keyset.equals(ofKeyset) && counter >= firstCounter && counter - firstCounter < size();
    }

    public OutputPlan withFirstCounter(long counter) {
        return new OutputPlan(keyset, counter, amounts, handedOut);
    }
}
