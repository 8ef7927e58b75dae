package io.nutflux.flow;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.ProofState;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How an operation's inputs stand at the mint.
 *
 * @param states by {@code Y}; empty for an operation without input proofs
 */
record Standing(Verdict verdict, Map<CurvePoint, ProofState.State> states) {

    enum Verdict {
        /** All inputs are as they were. */
        UNTOUCHED,
        /** Something is under way: wait. */
        BUSY,
        /** An input is spent, or the quote issued. */
        TAKEN,
        /** The mint does not know the quote. */
        FORGOTTEN,
        /** The mint lacks NUT-07: only its signatures and refusals tell. */
        NOT_TOLD
    }

    static Standing of(Verdict verdict) {
        return new Standing(verdict, Map.of());
    }

    static Standing of(List<ProofState> states) {
        Map<CurvePoint, ProofState.State> byY =
                states.stream().collect(Collectors.toMap(ProofState::Y, ProofState::state, (a, b) -> a));
        return new Standing(verdictOn(byY), byY);
    }

    private static Verdict verdictOn(Map<CurvePoint, ProofState.State> states) {
        if (states.containsValue(ProofState.State.SPENT)) {
            return Verdict.TAKEN;
        }
        return states.values().stream().allMatch(state -> state == ProofState.State.UNSPENT)
                ? Verdict.UNTOUCHED
                : Verdict.BUSY;
    }

    /** Whether our swap certainly did not take place: it would have taken all inputs, not some. */
    boolean isNotOurDoing() {
        return verdict == Verdict.UNTOUCHED
                || (verdict == Verdict.TAKEN && states.containsValue(ProofState.State.UNSPENT));
    }

    /** Whether any of {@code Ys} satisfies {@code is}. */
    boolean any(List<CurvePoint> Ys, Function<ProofState.State, Boolean> is) {
        return Ys.stream().map(states::get).anyMatch(state -> state != null && is.apply(state));
    }
}
