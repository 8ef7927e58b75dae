package io.nutflux.flow;

/**
 * How an operation is being run.
 *
 * @param fresh whether this process prepared it just now and nobody was told that it is pending; such a one may still be
 *     given back as if it had never been
 * @param depth how many releases led here in this run; bounds what depends on the mint's good will
 */
record RunMode(boolean fresh, int depth) {

    static final RunMode FRESH = new RunMode(true, 0);
    static final RunMode RECOVERY = new RunMode(false, 0);

    /** As when recovery runs it: others may have been told that it is pending, or have sent it. */
    RunMode inRecovery() {
        return new RunMode(false, depth);
    }

    RunMode deeper() {
        return new RunMode(fresh, depth + 1);
    }
}
