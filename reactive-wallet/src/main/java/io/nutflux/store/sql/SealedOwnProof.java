package io.nutflux.store.sql;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintUrl;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.StoredProof;

/** One of the wallet's own proofs as its row holds it. */
record SealedOwnProof(CurvePoint Y, MintUrl mint, CurrencyUnit unit, StoredProof.State state, SealedProof proof) {

    /** What stands of it in clear. */
    ProofInfo info() {
        return new ProofInfo(Y, mint, unit, proof.keyset(), proof.amount(), state);
    }

    StoredProof open(Opener opener) {
        return new StoredProof(Y, mint, unit, proof.open(opener), state);
    }
}
