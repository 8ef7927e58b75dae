package io.nutflux.store;

import io.nutflux.model.RedeemResult;
import java.util.List;

/**
 * What {@code release} writes.
 *
 * @param outcomes final outcomes of some of the operation's tokens: {@code AlreadySpent} or {@code Invalid}
 * @param successors operations that take over tokens and own inputs from it
 */
public record Release(List<RedeemResult> outcomes, List<OperationDraft> successors) {

    public Release {
        outcomes = List.copyOf(outcomes);
        successors = List.copyOf(successors);
        for (RedeemResult outcome : outcomes) {
            if (!(outcome instanceof RedeemResult.AlreadySpent) && !(outcome instanceof RedeemResult.Invalid)) {
                throw new IllegalArgumentException("not an outcome of a release");
            }
        }
        if (outcomes.stream().map(RedeemResult::key).distinct().count() != outcomes.size()) {
            throw new IllegalArgumentException("two outcomes for one key");
        }
    }

    /** Frees everything. */
    public static Release all() {
        return new Release(List.of(), List.of());
    }
}
