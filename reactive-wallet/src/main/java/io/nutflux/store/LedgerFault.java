package io.nutflux.store;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * A place where the ledger of one mint and unit is not what this library wrote.
 *
 * @param operation the entry concerned, where one can be named
 */
public record LedgerFault(
        MintUrl mint,
        CurrencyUnit unit,
        Kind kind,
        @Nullable OperationId operation) {

    public enum Kind {
        /** The entry was edited, or put there by somebody else. */
        ENTRY_CHANGED,
        /** Entries before it, or after the last one, are missing. */
        ENTRY_MISSING,
        /** The running sums are not those of the entries. */
        SUMS_CHANGED
    }
}
