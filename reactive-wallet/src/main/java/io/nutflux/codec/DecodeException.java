package io.nutflux.codec;

/**
 * A body that is not JSON or CBOR, or of another shape than expected. Callers turn it into the error of their layer, so
 * it never reaches a user. The message names the field, never its content.
 */
public final class DecodeException extends RuntimeException {

    public DecodeException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
