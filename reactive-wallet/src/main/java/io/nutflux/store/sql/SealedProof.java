package io.nutflux.store.sql;

import io.nutflux.model.Amount;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Proof;

/** A proof as its row holds it. */
record SealedProof(Amount amount, KeysetId keyset, Sealed sealed) {

    Proof open(Opener opener) {
        return opener.open(sealed, bytes -> SealedProofCodec.decode(amount, keyset, bytes));
    }
}
