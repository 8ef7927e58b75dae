package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.KeysetId;
import java.util.List;

/**
 * What {@code restore} writes: proofs that a mint gave back by NUT-09, all of one keyset.
 *
 * @param found in state {@code UNSPENT}
 * @param counter one past the last counter that the mint signed; 0 if it signed none
 * @param complete whether the keyset was looked through to its end
 * @param entry the ledger entry for what is new of it, of kind {@code RESTORED}; it is written with the amount that is
 */
public record Findings(KeysetId keyset, List<Found> found, long counter, boolean complete, LedgerEntry entry) {

    /**
     * One proof.
     *
     * @param counter what its output was derived with
     */
    public record Found(long counter, StoredProof proof) {}

    public Findings {
        found = List.copyOf(found);
        if (entry.kind() != LedgerEntry.Kind.RESTORED) {
            throw new IllegalArgumentException("what is found is entered as restored");
        }
        for (Found one : found) {
            StoredProof proof = one.proof();
            if (proof.state() != StoredProof.State.UNSPENT
                    || !proof.proof().id().equals(keyset)) {
                throw new IllegalArgumentException("what is found is unspent and of the keyset");
            }
            if (!proof.mint().equals(entry.mint()) || !proof.unit().equals(entry.unit())) {
                throw new IllegalArgumentException("what is found is of the ledger entry's mint and unit");
            }
        }
    }

    /** The value of {@code proofs}; what is too much for one ledger entry throws {@link ArithmeticException}. */
    static Amount value(List<StoredProof> proofs) {
        return Amount.sum(proofs.stream().map(proof -> proof.proof().amount()).toList());
    }
}
