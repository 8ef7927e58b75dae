package io.nutflux.flow;

import io.nutflux.error.MintRejectedException;
import io.nutflux.model.Obstacle.Reason;
import org.jspecify.annotations.Nullable;

/** Whether another request with an operation's bytes may still be on its way, and what a refusal is worth then (E.3). */
final class OtherCopies {

    private final FlowContext context;
    private final Hold hold;
    private final RunMode mode;
    private volatile boolean unanswered;

    OtherCopies(FlowContext context, Hold hold, RunMode mode) {
        this.context = context;
        this.hold = hold;
        this.mode = mode;
    }

    /** A request that left in this run has no answer, or none that can be used. */
    void oneIsUnanswered() {
        unanswered = true;
    }

    /**
     * Whether one may still be on its way: of this run, or of whoever had the operation before. What this process itself
     * prepared just now nobody else has sent.
     */
    boolean mayBeOnTheirWay() {
        return unanswered || hold.wasElsewhere() || (!mode.fresh() && mode.depth() == 0);
    }

    /**
     * What keeps a refusal of inputs that were left alone from being believed: it may pass, or be the doing of a request that
     * is still on its way. Then a release would be of an operation that takes place. {@code null} if nothing does, or no
     * longer: the mint has done nothing else for an hour.
     */
    @Nullable
    Reason doubt(Standing standing, MintRejectedException refusal) {
        boolean leftAlone = standing.verdict() == Standing.Verdict.UNTOUCHED
                // Without states, signatures are asked for after the refusal: that none is there tells who spent them.
                || (standing.verdict() == Standing.Verdict.NOT_TOLD
                        && !refusal.hasCode(MintRejectedException.PROOFS_SPENT));
        // Outputs that are pending can only be so in another request.
        if (!leftAlone || !(mayBeOnTheirWay() || refusal.hasCode(MintRejectedException.OUTPUTS_PENDING))) {
            return null;
        }
        Reason doubt = doubtOf(refusal);
        return doubt == null || Obstacles.hasLasted(hold.operation(), doubt, context.now()) ? null : doubt;
    }

    private static @Nullable Reason doubtOf(MintRejectedException refusal) {
        if (refusal.holdsForAnyCopy()) {
            return null;
        }
        if (refusal.hasCode(MintRejectedException.PROOFS_SPENT)) {
            return Reason.MINT_CONTRADICTS_ITSELF;
        }
        return refusal.isUnderstood() && refusal.mayHaveActed() ? Reason.IN_USE_AT_MINT : Reason.REFUSED_WITHOUT_REASON;
    }
}
