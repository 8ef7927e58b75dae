package io.nutflux.cli;

/** Ends the run with a message for the user and an exit status. */
final class CliException extends RuntimeException {

    private final int status;

    CliException(int status, String message) {
        super(message);
        this.status = status;
    }

    static CliException usage(String message) {
        return new CliException(ExitStatus.USAGE, message);
    }

    static CliException store(String message) {
        return new CliException(ExitStatus.STORE, message);
    }

    int status() {
        return status;
    }
}
