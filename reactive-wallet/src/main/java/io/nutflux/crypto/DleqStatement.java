package io.nutflux.crypto;

import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;

/** A claim to verify: that a signature was made with the mint's key {@code A} (NUT-12). */
public sealed interface DleqStatement {

    CurvePoint A();

    DleqProof dleq();

    /** On a blind signature, as the wallet gets it from the mint. */
    record OnSignature(CurvePoint A, CurvePoint B_, CurvePoint C_, DleqProof dleq) implements DleqStatement {
        public static OnSignature of(CurvePoint A, BlindedMessage output, CurvePoint C_, DleqProof dleq) {
            return new OnSignature(A, output.B_(), C_, dleq);
        }
    }

    /**
     * On a proof, as a receiver gets it from another user; needs {@code dleq.r}. False without it. {@code Y} is {@code
     * hash_to_curve} of the proof's secret, which the receiver has computed itself.
     */
    record OnProof(CurvePoint A, CurvePoint Y, CurvePoint C, DleqProof dleq) implements DleqStatement {}
}
