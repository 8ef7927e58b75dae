package io.nutflux.flow;

import java.time.Duration;

/**
 * How unfinished operations are settled.
 *
 * @param lease how long an operation belongs to a process that works on it and shows no more life; renewed at a third
 * @param interval how often recovery looks for operations whose lease ran out
 * @param minBackoff the wait after the first failed try at one operation
 * @param maxBackoff the longest wait between tries
 * @param batch operations taken at a time to begin with; more are while there are more than that
 * @param stuckAfter how old an operation is when subscribers are told of an obstacle that may pass by itself
 */
public record RecoveryOptions(
        Duration lease, Duration interval, Duration minBackoff, Duration maxBackoff, int batch, Duration stuckAfter) {

    public static final Duration DEFAULT_STUCK_AFTER = Duration.ofMinutes(10);

    public static RecoveryOptions defaults() {
        return new RecoveryOptions(
                Duration.ofMinutes(2), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMinutes(5), 16);
    }

    /** With {@link #DEFAULT_STUCK_AFTER}. */
    public RecoveryOptions(Duration lease, Duration interval, Duration minBackoff, Duration maxBackoff, int batch) {
        this(lease, interval, minBackoff, maxBackoff, batch, DEFAULT_STUCK_AFTER);
    }

    public RecoveryOptions {
        if (lease.isNegative()
                || stuckAfter.isNegative()
                || interval.toMillis() < 1
                || minBackoff.toMillis() < 1
                || batch < 1) {
            throw new IllegalArgumentException("durations and batch are positive");
        }
    }
}
