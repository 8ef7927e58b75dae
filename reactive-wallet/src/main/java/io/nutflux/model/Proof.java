package io.nutflux.model;

import org.jspecify.annotations.Nullable;

/**
 * Ecash: an amount, a secret and the mint's unblinded signature on it (NUT-00).
 *
 * @param id keyset id; as it came, so possibly short, until resolved
 * @param C the unblinded signature
 * @param witness JSON in a string that unlocks a spending condition (NUT-11, NUT-14), if any
 * @param dleq with {@code r} where known (NUT-12)
 * @param p2pkE the ephemeral key of a blinded lock (NUT-28), if any
 */
public record Proof(
        Amount amount,
        KeysetId id,
        Secret secret,
        CurvePoint C,
        @Nullable String witness,
        @Nullable DleqProof dleq,
        @Nullable CurvePoint p2pkE) {

    /** A plain proof without witness, DLEQ or blinded lock. */
    public static Proof of(Amount amount, KeysetId id, Secret secret, CurvePoint C) {
        return new Proof(amount, id, secret, C, null, null, null);
    }

    public Proof withId(KeysetId fullId) {
        return new Proof(amount, fullId, secret, C, witness, dleq, p2pkE);
    }

    public Proof withDleq(@Nullable DleqProof newDleq) {
        return new Proof(amount, id, secret, C, witness, newDleq, p2pkE);
    }

    /** The amount and keyset only: {@code secret}, {@code C} and the rest are worth money or privacy. */
    @Override
    public String toString() {
        return "Proof[" + amount + ", " + id + ", redacted]";
    }
}
