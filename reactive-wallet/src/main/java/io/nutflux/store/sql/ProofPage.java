package io.nutflux.store.sql;

import io.nutflux.model.CurvePoint;
import io.nutflux.store.StoredProof;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proofs in the order of their {@code Y}.
 *
 * @param last after which the next page begins; {@code null} if there is none
 */
record ProofPage(List<StoredProof> proofs, @Nullable CurvePoint last) {

    static ProofPage open(Opener opener, List<SealedOwnProof> found) {
        CurvePoint last = found.size() < ProofSql.PAGE
                ? null
                : found.get(found.size() - 1).Y();
        return new ProofPage(opener.readable(found, proof -> proof.open(opener)), last);
    }
}
