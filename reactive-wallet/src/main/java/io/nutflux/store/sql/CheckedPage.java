package io.nutflux.store.sql;

import io.nutflux.store.CheckedProof;
import io.nutflux.store.ProofInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proofs that were read to see that they can be.
 *
 * @param last after which the next page begins; {@code null} if there is none
 */
record CheckedPage(List<CheckedProof> proofs, @Nullable ProofInfo last) {

    static CheckedPage check(Opener opener, List<SealedOwnProof> found) {
        ProofInfo last = found.size() < ProofSql.PAGE
                ? null
                : found.get(found.size() - 1).info();
        return new CheckedPage(opener.checked(found), last);
    }
}
