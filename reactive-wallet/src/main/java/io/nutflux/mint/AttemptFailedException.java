package io.nutflux.mint;

import io.nutflux.error.MintException;

/**
 * The failure of one attempt on its way to the retry decision; never seen outside this package.
 *
 * <p>It adds to the error what the error does not tell: whether trying again could help at all.
 */
final class AttemptFailedException extends RuntimeException {

    private final MintException error;
    private final boolean passing;

    /** @param passing whether the cause may pass by itself: a broken connection, an overloaded mint */
    AttemptFailedException(MintException error, boolean passing) {
        super(error);
        this.error = error;
        this.passing = passing;
    }

    MintException error() {
        return error;
    }

    boolean isPassing() {
        return passing;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
