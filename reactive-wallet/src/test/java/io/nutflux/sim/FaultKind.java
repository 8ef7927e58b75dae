package io.nutflux.sim;

/** What may go wrong, and how likely it is each time it could, in a run that has it. */
enum FaultKind {
    // between wallet and mint
    CONNECTION_REFUSED(0.04),
    REQUEST_LOST(0.06),
    REQUEST_LATE(0.05),
    REQUEST_DUPLICATED(0.12),
    REPLY_LOST(0.08),
    REPLY_LATE(0.05),
    REPLY_GARBLED(0.04),
    // the mint
    TOO_MANY_REQUESTS(0.04),
    ERROR_BEFORE_ACTING(0.05),
    ERROR_AFTER_ACTING(0.05),
    PASSING_REFUSAL(0.06),
    SLOW_SWAP(0.15),
    MINT_DOWN(1),
    KEYSET_ROTATED(0.03),
    TOKEN_SPENT_ELSEWHERE(0.25),
    // the store
    STORE_FAILS_BEFORE(0.01),
    STORE_FAILS_AFTER(0.015),
    STORE_SLOW(0.02),
    // partitions
    REPLICA_CUT_FROM_MINT(1),
    REPLICA_CUT_FROM_STORE(1),
    // the process
    KILLED(0.012),
    PAUSED(0.008),
    CLOCK_STEPPED(1),
    CALLER_GONE(0.12);

    private final double probability;

    FaultKind(double probability) {
        this.probability = probability;
    }

    double probability() {
        return probability;
    }
}
