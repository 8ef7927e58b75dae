package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import java.time.Instant;

/**
 * One change of value.
 *
 * @param amount {@code REDEEMED}, {@code MINTED}, {@code RESTORED}: face value that came in, before the fee. {@code SENT},
 *     {@code SPENT_ELSEWHERE}: face value that went
 * @param fee what the mint took for it
 * @param by the process that recorded it, as it names itself in leases
 */
public record LedgerEntry(
        Instant time,
        Kind kind,
        MintUrl mint,
        CurrencyUnit unit,
        Amount amount,
        Amount fee,
        OperationId operation,
        String by) {

    public enum Kind {
        REDEEMED,
        MINTED,
        SENT,
        /** Own proofs changed into others; only the fee left the wallet. */
        SWAPPED,
        /** Proofs of the seed that the mint gave back and the store did not know (NUT-09). */
        RESTORED,
        /** Own proofs that the mint calls spent, though nothing in the store spent them. */
        SPENT_ELSEWHERE;

        /** Whether the amount left the wallet. */
        public boolean isOut() {
            return this == SENT || this == SPENT_ELSEWHERE;
        }
    }

    /** The same entry of another amount. */
    public LedgerEntry withAmount(Amount newAmount) {
        return new LedgerEntry(time, kind, mint, unit, newAmount, fee, operation, by);
    }
}
