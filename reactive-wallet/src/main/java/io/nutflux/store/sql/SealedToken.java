package io.nutflux.store.sql;

import io.nutflux.store.ClaimedToken;

/** A claimed token whose proofs are as their row holds them. */
record SealedToken(String key, String digest, IncomingTokenSql.Proofs proofs) {

    ClaimedToken open(Opener opener) {
        return new ClaimedToken(key, digest, opener.open(proofs.sealed(), SealedTokenCodec::decode), proofs.Ys());
    }
}
