package io.nutflux.store.sql;

/** What this process knows of data keys is no longer what the database holds. Never leaves this package. */
final class StaleKeysException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StaleKeysException() {
        super("the data keys have changed", null, false, false);
    }
}
