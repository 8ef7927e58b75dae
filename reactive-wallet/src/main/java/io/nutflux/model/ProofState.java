package io.nutflux.model;

import org.jspecify.annotations.Nullable;

/**
 * What a mint says of a proof (NUT-07).
 *
 * @param Y {@code hash_to_curve(secret)}
 * @param witness the witness it was spent with, where the mint tells
 */
public record ProofState(
        CurvePoint Y, State state, @Nullable String witness) {

    /** {@code UNKNOWN} stands for any state this version has no name for: not spendable. */
    public enum State {
        UNSPENT,
        PENDING,
        SPENT,
        UNKNOWN
    }

    @Override
    public String toString() {
        return "ProofState[" + Y + ", " + state + "]";
    }
}
