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
    }

    /** Frees everything. */
    public static Release all() {
        return new Release(List.of(), List.of());
    }
}
