package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Obstacle;
import io.nutflux.model.OperationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One operation's row.
 *
 * @param version goes up with every change; the ticket for the next one
 * @param outputs the planned outputs with their counters
 * @param gross face value of the inputs; for a mint, the quote's amount
 * @param fee the mint's fee
 * @param quoteId the quote of a {@code MINT}
 * @param owner who works on it
 * @param leaseUntil until when; afterwards anyone may take it over
 * @param parent the released operation it took over from
 * @param obstacle what kept it from its end when it was last tried
 */
public record Operation(
        OperationId id,
        Kind kind,
        State state,
        long version,
        MintUrl mint,
        CurrencyUnit unit,
        OutputPlan outputs,
        Amount gross,
        Amount fee,
        @Nullable String quoteId,
        Instant createdAt,
        String owner,
        Instant leaseUntil,
        @Nullable OperationId parent,
        @Nullable Obstacle obstacle) {

    public enum Kind {
        /** Incoming tokens swapped for proofs of our own. */
        REDEEM,
        /** A paid quote turned into proofs. */
        MINT,
        /** Proofs of our own swapped into a part to hand out and change. */
        SEND
    }

    public enum State {
        PREPARED,
        SENT,
        SETTLED,
        RELEASED
    }

    /** As it is after its next change of state: version one up. */
    public Operation next(State newState) {
        return new Operation(
                id,
                kind,
                newState,
                version + 1,
                mint,
                unit,
                outputs,
                gross,
                fee,
                quoteId,
                createdAt,
                owner,
                leaseUntil,
                parent,
                obstacle);
    }

    /** As it is once {@code newOwner} holds it: version one up. */
    public Operation heldBy(String newOwner, Instant until) {
        return under(new Lease(newOwner, until, obstacle));
    }

    /** As it is under {@code lease}: version one up. */
    public Operation under(Lease lease) {
        return new Operation(
                id,
                kind,
                state,
                version + 1,
                mint,
                unit,
                outputs,
                gross,
                fee,
                quoteId,
                createdAt,
                lease.owner(),
                lease.until(),
                parent,
                lease.obstacle());
    }

    @Override
    public String toString() {
        return "Operation[" + id + ", " + kind + ", " + state + ", v" + version + ", " + mint + ", " + gross + " "
                + unit + "]";
    }
}
