package io.nutflux.flow;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.store.ClaimedToken;

/** A token that passed admission: decoded, allowed, its keysets known, its unit true. */
record AdmittedToken(MintUrl mint, CurrencyUnit unit, ClaimedToken claim) {

    String key() {
        return claim.key();
    }

    int inputs() {
        return claim.proofs().size();
    }
}
