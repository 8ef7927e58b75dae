package io.nutflux.testmint;

import org.jspecify.annotations.Nullable;

/** A refusal that goes to the wallet as {@code {"detail": …, "code": …}}. */
final class MintError extends RuntimeException {

    private final int status;
    private final @Nullable Integer code;

    /** HTTP 400 with a code of the protocol's table. */
    MintError(int code, String detail) {
        this(400, code, detail);
    }

    MintError(int status, @Nullable Integer code, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** A body that is not of the endpoint's shape: HTTP 422 without a code, as servers' validators answer. */
    static MintError shape(String detail) {
        return new MintError(422, null, detail);
    }

    int status() {
        return status;
    }

    @Nullable
    Integer code() {
        return code;
    }
}
