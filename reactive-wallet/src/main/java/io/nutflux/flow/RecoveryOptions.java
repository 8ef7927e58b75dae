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

    public static final Duration DEFAULT_LEASE = Duration.ofMinutes(2);
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);
    public static final Duration DEFAULT_MIN_BACKOFF = Duration.ofSeconds(2);
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofMinutes(5);
    public static final int DEFAULT_BATCH = 16;
    public static final Duration DEFAULT_STUCK_AFTER = Duration.ofMinutes(10);

    public static RecoveryOptions defaults() {
        return builder().build();
    }

    /** With {@link #DEFAULT_STUCK_AFTER}. */
    public RecoveryOptions(Duration lease, Duration interval, Duration minBackoff, Duration maxBackoff, int batch) {
        this(lease, interval, minBackoff, maxBackoff, batch, DEFAULT_STUCK_AFTER);
    }

    public RecoveryOptions {
        if (batch < 1) {
            throw new IllegalArgumentException("a batch is at least 1");
        }
        OptionTimes.require(lease, interval, minBackoff, maxBackoff);
        OptionTimes.requireNotNegative("stuckAfter", stuckAfter);
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder mutate() {
        Builder builder = new Builder();
        builder.lease = lease;
        builder.interval = interval;
        builder.minBackoff = minBackoff;
        builder.maxBackoff = maxBackoff;
        builder.batch = batch;
        builder.stuckAfter = stuckAfter;
        return builder;
    }

    /** Builds {@link RecoveryOptions}; see there for each option. */
    public static final class Builder {
        private Duration lease = DEFAULT_LEASE;
        private Duration interval = DEFAULT_INTERVAL;
        private Duration minBackoff = DEFAULT_MIN_BACKOFF;
        private Duration maxBackoff = DEFAULT_MAX_BACKOFF;
        private int batch = DEFAULT_BATCH;
        private Duration stuckAfter = DEFAULT_STUCK_AFTER;

        private Builder() {}

        public Builder lease(Duration value) {
            lease = value;
            return this;
        }

        public Builder interval(Duration value) {
            interval = value;
            return this;
        }

        public Builder minBackoff(Duration value) {
            minBackoff = value;
            return this;
        }

        public Builder maxBackoff(Duration value) {
            maxBackoff = value;
            return this;
        }

        public Builder batch(int value) {
            batch = value;
            return this;
        }

        public Builder stuckAfter(Duration value) {
            stuckAfter = value;
            return this;
        }

        public RecoveryOptions build() {
            return new RecoveryOptions(lease, interval, minBackoff, maxBackoff, batch, stuckAfter);
        }
    }
}
