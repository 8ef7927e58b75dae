package io.nutflux.cli;

/** The command's exit statuses; scripts rely on them. */
final class ExitStatus {

    static final int DONE = 0;
    /** Some items were refused or failed, or the books do not balance. Each is told. */
    static final int REFUSED = 1;
    /** Wrong usage, or input that cannot be read. */
    static final int USAGE = 2;
    /** A mint could not be reached, or an outcome is not known yet and is kept pending. */
    static final int UNKNOWN = 3;
    /** The wallet's directory, seed or store. */
    static final int STORE = 4;
    /** Ended by Ctrl-C, as shells count it. */
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
