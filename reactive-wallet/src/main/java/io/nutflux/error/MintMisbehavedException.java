package io.nutflux.error;

import io.nutflux.model.MintUrl;

/** A readable answer that an honest mint does not give: changed keys, a false DLEQ, signatures that do not match. */
public final class MintMisbehavedException extends MintException {

    public enum Kind {
        /** A known keyset id came with other keys. */
        KEYS_CHANGED,
        /** A keyset's id is not the digest of its keys. */
        KEYSET_ID_MISMATCH,
        /** It has more keysets, or more keys, than are let in of one mint. */
        TOO_MANY_KEYSETS,
        /** Signatures differ from the outputs in count, amount or keyset. */
        SIGNATURES_MISMATCH,
        /** A signature's DLEQ proof is false, or missing though NUT-12 is announced. */
        DLEQ_FALSE,
        /** A point is not on the curve. */
        INVALID_POINT,
        /** States or restored signatures do not answer what was asked. */
        ANSWER_MISMATCH,
        /**
         * It calls outputs of a keyset signed, so far past what the store knows of that it is not listened to for longer. An
         * honest mint may, of a wallet that made so many: see {@code RestoreOptions.maxAhead}.
         */
        RESTORES_WITHOUT_END,
        /** A quote differs from what was asked. */
        QUOTE_MISMATCH
    }

    private final Kind kind;

    public MintMisbehavedException(MintUrl mint, Kind kind, String message) {
        super(mint, message, null);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public boolean mayHaveActed() {
        return true;
    }
}
