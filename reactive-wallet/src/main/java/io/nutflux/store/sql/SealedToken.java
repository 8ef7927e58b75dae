package io.nutflux.store.sql;

import io.nutflux.model.CurvePoint;
import io.nutflux.store.ClaimedToken;
import java.util.List;

/** A claimed token whose proofs are as their rows hold them. */
record SealedToken(String key, String digest, List<SealedProof> proofs, List<CurvePoint> Ys) {

    ClaimedToken open(Opener opener) {
        return new ClaimedToken(
                key, digest, proofs.stream().map(proof -> proof.open(opener)).toList(), Ys);
    }
}
