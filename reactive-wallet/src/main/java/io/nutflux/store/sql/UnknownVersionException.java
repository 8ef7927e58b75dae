package io.nutflux.store.sql;

/** A row is sealed with a data key that the cipher at hand does not hold. Never leaves this package. */
final class UnknownVersionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownVersionException(RuntimeException cause) {
        super("unknown version of the data key", cause, false, false);
    }
}
