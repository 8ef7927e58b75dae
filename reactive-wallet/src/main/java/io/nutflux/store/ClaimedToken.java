package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Proof;
import java.util.List;

/**
 * An incoming token under the caller's key, as it takes part in an operation.
 *
 * @param digest identifies the token whatever its encoding: 64 hexadecimal characters
 * @param proofs with full keyset ids
 * @param Ys {@code hash_to_curve} of each proof's secret, in the same order
 */
public record ClaimedToken(String key, String digest, List<Proof> proofs, List<CurvePoint> Ys) {

    public ClaimedToken {
        proofs = List.copyOf(proofs);
        Ys = List.copyOf(Ys);
        if (proofs.size() != Ys.size()) {
            throw new IllegalArgumentException("one Y for each proof");
        }
    }

    public Amount value() {
        Amount total = Amount.ZERO;
        for (Proof proof : proofs) {
            total = total.plus(proof.amount());
        }
        return total;
    }

    @Override
    public String toString() {
        return "ClaimedToken[" + key + ", " + proofs.size() + " proofs, redacted]";
    }
}
