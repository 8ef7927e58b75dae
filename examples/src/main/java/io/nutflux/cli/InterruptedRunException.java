package io.nutflux.cli;

/** The user ended the run by Ctrl-C. */
final class InterruptedRunException extends RuntimeException {

    InterruptedRunException() {
        super("interrupted");
    }
}
