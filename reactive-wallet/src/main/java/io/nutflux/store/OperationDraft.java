package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation to prepare; see {@link Operation} for the common fields.
 *
 * @param tokens incoming tokens to claim, for a {@code REDEEM}
 * @param ownInputs {@code Y} of the wallet's own unspent proofs to reserve, for a {@code SEND}
 */
public record OperationDraft(
        OperationId id,
        Operation.Kind kind,
        MintUrl mint,
        CurrencyUnit unit,
        OutputPlan outputs,
        Amount gross,
        Amount fee,
        @Nullable String quoteId,
        Instant createdAt,
        String owner,
        Instant leaseUntil,
        List<ClaimedToken> tokens,
        List<CurvePoint> ownInputs) {

    public OperationDraft {
        tokens = List.copyOf(tokens);
        ownInputs = List.copyOf(ownInputs);
    }

    /** The same, planned so much later: for who had to wait between planning and storing it. */
    public OperationDraft delayedBy(Duration waited) {
        return new OperationDraft(
                id,
                kind,
                mint,
                unit,
                outputs,
                gross,
                fee,
                quoteId,
                createdAt.plus(waited),
                owner,
                leaseUntil.plus(waited),
                tokens,
                ownInputs);
    }

    /** The operation this becomes when the store accepts it: {@code PREPARED}, version 1. */
    public Operation prepared(long firstCounter, @Nullable OperationId parent) {
        return new Operation(
                id,
                kind,
                Operation.State.PREPARED,
                1,
                mint,
                unit,
                outputs.withFirstCounter(firstCounter),
                gross,
                fee,
                quoteId,
                createdAt,
                owner,
                leaseUntil,
                parent,
                null);
    }

    @Override
    public String toString() {
        return "OperationDraft[" + id + ", " + kind + ", " + mint + ", " + gross + " " + unit + "]";
    }
}
