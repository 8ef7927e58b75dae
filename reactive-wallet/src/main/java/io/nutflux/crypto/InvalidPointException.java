package io.nutflux.crypto;

/** 33 bytes that are no point of the curve, or a result at infinity. Callers turn it into the error of their layer. */
public final class InvalidPointException extends RuntimeException {

    public InvalidPointException(String message) {
        super(message);
    }
}
