package io.nutflux.store;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Proof;

/**
 * A proof the wallet owns or owned.
 *
 * @param Y {@code hash_to_curve(secret)}, the row's key
 */
public record StoredProof(CurvePoint Y, MintUrl mint, CurrencyUnit unit, Proof proof, State state) {

    public enum State {
        UNSPENT,
        /** An unfinished operation's input. */
        RESERVED,
        /** Handed out in a token; not yet seen spent. */
        SENT,
        /** Handed out and seen spent. */
        CLAIMED,
        /** An input of a settled operation of our own. */
        SPENT
    }

    /** What of it is stored in clear. */
    public ProofInfo info() {
        return new ProofInfo(Y, mint, unit, proof.id(), proof.amount(), state);
    }

    @Override
    public String toString() {
        return "StoredProof[" + proof.amount() + " " + unit + ", " + state + "]";
    }
}
