package io.nutflux.error;

/** Text that is no token, or no token this version reads. */
public final class TokenException extends CashuException {

    public enum Reason {
        /** No {@code cashu} prefix. */
        NOT_A_TOKEN,
        /** {@code cashu} and a version character other than A and B. */
        UNSUPPORTED_VERSION,
        /** Base64, CBOR or JSON is broken, or a field has the wrong form. */
        MALFORMED,
        /** An amount is zero, or a sum passes 2^64 - 1. */
        INVALID_AMOUNT
    }

    private final Reason reason;

    public TokenException(Reason reason, String message) {
        super(message, null);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
