package io.nutflux.store;

import io.nutflux.model.MintQuote;
import io.nutflux.model.RedeemResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code settle} writes.
 *
 * @param newProofs in state {@code UNSPENT} (kept) or {@code SENT} (handed out)
 * @param outcomes one for each of the operation's tokens: {@code Redeemed}, not replayed, or another final one
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
        for (StoredProof proof : newProofs) {
            if (proof.state() != StoredProof.State.UNSPENT && proof.state() != StoredProof.State.SENT) {
                throw new IllegalArgumentException("a new proof is kept or handed out");
            }
            if (!proof.mint().equals(entry.mint()) || !proof.unit().equals(entry.unit())) {
                throw new IllegalArgumentException("a new proof is of the ledger entry's mint and unit");
            }
        }
        for (RedeemResult outcome : outcomes) {
            if (!isFinal(outcome)) {
                throw new IllegalArgumentException("not a final outcome");
            }
        }
        if (outcomes.stream().map(RedeemResult::key).distinct().count() != outcomes.size()) {
            throw new IllegalArgumentException("two outcomes for one key");
        }
    }

    private static boolean isFinal(RedeemResult outcome) {
        return (outcome instanceof RedeemResult.Redeemed redeemed && !redeemed.replayed())
                || outcome instanceof RedeemResult.AlreadySpent
                || outcome instanceof RedeemResult.Invalid;
    }
}
