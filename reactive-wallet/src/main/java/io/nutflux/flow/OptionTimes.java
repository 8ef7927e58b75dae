package io.nutflux.flow;

import java.time.Duration;

/** What the times of recovery and of the inbox have to be, since both work by leases and wait longer from try to try. */
final class OptionTimes {

    /** A lease is renewed at a third of its length, and times are counted in whole milliseconds. */
    private static final long SHORTEST_LEASE_MILLIS = 3;

    private OptionTimes() {}

    /** @throws IllegalArgumentException if nothing could be done at these times */
    static void require(Duration lease, Duration interval, Duration minBackoff, Duration maxBackoff) {
        if (lease.toMillis() < SHORTEST_LEASE_MILLIS || interval.toMillis() < 1 || minBackoff.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "durations are positive, the lease at least " + SHORTEST_LEASE_MILLIS + " ms");
        }
        if (maxBackoff.compareTo(minBackoff) < 0) {
            throw new IllegalArgumentException("maxBackoff is at least minBackoff");
        }
    }

    /** @throws IllegalArgumentException if {@code value}, the option {@code name}, is negative */
    static void requireNotNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " is not negative");
        }
    }
}
