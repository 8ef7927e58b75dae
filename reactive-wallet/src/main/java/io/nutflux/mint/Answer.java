package io.nutflux.mint;

import org.jspecify.annotations.Nullable;

/** A mint's HTTP answer, whole. */
final class Answer {

    private static final int NOT_FOLDED = -1;
    private static final byte[] NOTHING = {};

    private final int status;
    private final @Nullable String retryAfter;
    private final byte[] body;
    private final int unfoldedLimit;

    Answer(int status, @Nullable String retryAfter, byte[] body) {
        this(status, retryAfter, body, NOT_FOLDED);
    }

    private Answer(int status, @Nullable String retryAfter, byte[] body, int unfoldedLimit) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
        this.unfoldedLimit = unfoldedLimit;
    }

    /** One whose body is gzip as it came, worth at most {@code limit} bytes. */
    static Answer folded(int status, @Nullable String retryAfter, byte[] body, int limit) {
        return new Answer(status, retryAfter, body, limit);
    }

    int status() {
        return status;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The header as it came. */
    @Nullable
    String retryAfter() {
        return retryAfter;
    }

    /** The body; empty for an error whose body was oversized or cut short. Not copied. */
    byte[] body() {
        return body;
    }

    /**
     * This with its body decompressed, which may take a while. Where that fails, or the limit is passed, a success cannot be
     * read, while of an error the status says enough.
     */
    Answer unfolded() {
        if (unfoldedLimit == NOT_FOLDED) {
            return this;
        }
        try {
            return new Answer(status, retryAfter, Gzip.unfold(body, unfoldedLimit));
        } catch (RuntimeException e) {
            if (isSuccess()) {
                throw e;
            }
            return new Answer(status, retryAfter, NOTHING);
        }
    }
}
