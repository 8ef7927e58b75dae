package io.nutflux.error;

/** Outside input passed one of the decoder's limits, and was dropped before more of it was read. */
public final class LimitExceededException extends CashuException {

    /** Which limit; each is an option of {@code DecodeLimits} with a documented default. */
    public enum Limit {
        TOKEN_LENGTH,
        PROOFS_PER_TOKEN,
        STRING_LENGTH,
        NUMBER_LENGTH,
        NESTING_DEPTH,
        ELEMENTS,
        RESPONSE_BYTES
    }

    private final Limit limit;
    private final long allowed;

    public LimitExceededException(Limit limit, long allowed) {
        super(limit + " exceeds the limit of " + allowed, null);
        this.limit = limit;
        this.allowed = allowed;
    }

    public Limit limit() {
        return limit;
    }

    public long allowed() {
        return allowed;
    }
}
