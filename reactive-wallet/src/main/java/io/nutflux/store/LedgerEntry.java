package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import java.time.Instant;

/**
 * One change of value.
 *
 * @param amount {@code REDEEMED}, {@code MINTED}: face value that came in, before the fee. {@code SENT}: face value handed
 *     out
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
        SWAPPED
    }
}
