package io.nutflux.store;

import io.nutflux.model.MintQuote;
import io.nutflux.model.RedeemResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code settle} writes.
 *
 * @param newProofs in state {@code UNSPENT} (kept) or {@code SENT} (handed out)
 * @param outcomes one for each of the operation's tokens
 * @param quoteState the quote's new state, for a {@code MINT}
 */
public record Settlement(
        List<StoredProof> newProofs,
        List<RedeemResult> outcomes,
        MintQuote.@Nullable State quoteState,
        LedgerEntry entry) {

    public Settlement {
        newProofs = List.copyOf(newProofs);
        outcomes = List.copyOf(outcomes);
    }
}
