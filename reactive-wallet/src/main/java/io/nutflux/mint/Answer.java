package io.nutflux.mint;

import org.jspecify.annotations.Nullable;

/** A mint's HTTP answer, whole and decompressed. */
final class Answer {

    private final int status;
    private final @Nullable String retryAfter;
    private final byte[] body;

    Answer(int status, @Nullable String retryAfter, byte[] body) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
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
}
