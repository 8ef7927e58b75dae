package io.nutflux.flow;

import java.time.Duration;

/**
 * How unfinished operations are settled.
 *
 * @param lease how long an operation belongs to the process that works on it
 * @param interval how often recovery looks for operations whose lease ran out
 * @param minBackoff the wait after the first failed try at one operation
 * @param maxBackoff the longest wait between tries
 * @param batch most operations taken at a time
 */
public record RecoveryOptions(Duration lease, Duration interval, Duration minBackoff, Duration maxBackoff, int batch) {

    public static RecoveryOptions defaults() {
        return new RecoveryOptions(
                Duration.ofMinutes(2), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMinutes(5), 16);
    }

    public RecoveryOptions {
        if (lease.isNegative() || interval.toMillis() < 1 || minBackoff.toMillis() < 1 || batch < 1) {
            throw new IllegalArgumentException("durations and batch are positive");
        }
    }
}
