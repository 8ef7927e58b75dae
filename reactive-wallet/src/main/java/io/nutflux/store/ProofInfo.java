package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;

/**
 * What is stored of a proof in clear: enough to choose it and to ask its mint about it, not to spend it. Nothing was opened for
 * it, so that there may be no proof behind it: its row may be damaged.
 *
 * @param Y {@code hash_to_curve(secret)}, the row's key
 */
public record ProofInfo(
        CurvePoint Y, MintUrl mint, CurrencyUnit unit, KeysetId keyset, Amount amount, StoredProof.State state) {

    @Override
    public String toString() {
        return "ProofInfo[" + amount + " " + unit + ", " + state + "]";
    }
}
