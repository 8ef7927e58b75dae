package io.nutflux.flow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How tokens wait in the inbox and are taken from it.
 *
 * @param workers whether this process redeems what waits; without, it only accepts, and others on the same store must
 * @param maxWaiting most entries of the wallet that are not finished; more are refused with {@code INBOX_FULL}
 * @param maxWaitingPerMint most of them of one mint, half of {@code maxWaiting} if not said: a mint that is away keeps its
 *     entries waiting, and is not to close the inbox to the others
 * @param maxTokenLength most characters of a token's text; longer ones are {@code LIMIT_EXCEEDED}
 * @param batch most entries taken at a time
 * @param maxInFlight most entries that this process works on at a time, of one mint half as many before others go first
 * @param lease how long an entry belongs to a worker before another may take it over; renewed while it is worked on
 * @param pollInterval how often workers look for entries that others accepted or gave up; what this process accepts is
 *     taken at once
 * @param minBackoff the wait after the first attempt that decided nothing, of an entry or at a mint that is away
 * @param maxBackoff the longest wait between attempts
 * @param giveUpAfter how long a mint that answers may go on refusing a token for what is no fault of the token; then the entry
 *     ends as {@code Refused} with the mint's words. The time that a mint is away does not count
 * @param retention how long finished entries are kept with their outcomes; {@code null} for ever. What is forgotten
 *     protects no longer: the key can be used again, and the token is judged afresh, as spent
 */
public record InboxOptions(
        boolean workers,
        int maxWaiting,
        int maxWaitingPerMint,
        int maxTokenLength,
        int batch,
        int maxInFlight,
        Duration lease,
        Duration pollInterval,
        Duration minBackoff,
        Duration maxBackoff,
        Duration giveUpAfter,
        @Nullable Duration retention) {

    public static final int DEFAULT_MAX_WAITING = 20_000;
    public static final int DEFAULT_MAX_TOKEN_LENGTH = 128 * 1024;
    public static final int DEFAULT_BATCH = 128;
    public static final int DEFAULT_MAX_IN_FLIGHT = 512;
    public static final Duration DEFAULT_LEASE = Duration.ofMinutes(2);
    public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(1);
    public static final Duration DEFAULT_MIN_BACKOFF = Duration.ofSeconds(1);
    public static final Duration DEFAULT_MAX_BACKOFF = Duration.ofMinutes(1);
    public static final Duration DEFAULT_GIVE_UP_AFTER = Duration.ofDays(1);

    public InboxOptions {
        if (maxWaiting < 1 || maxTokenLength < 1 || batch < 1 || maxInFlight < 1) {
            throw new IllegalArgumentException("every limit is at least 1");
        }
        if (maxWaitingPerMint < 1 || maxWaitingPerMint > maxWaiting) {
            throw new IllegalArgumentException("of one mint at least one token may wait, and no more than of all");
        }
        OptionTimes.require(lease, pollInterval, minBackoff, maxBackoff);
        OptionTimes.requireNotNegative("giveUpAfter", giveUpAfter);
        if (retention != null) {
            OptionTimes.requireNotNegative("retention", retention);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder mutate() {
        Builder builder = new Builder();
        builder.workers = workers;
        builder.maxWaiting = maxWaiting;
        builder.maxWaitingPerMint = maxWaitingPerMint;
        builder.maxTokenLength = maxTokenLength;
        builder.batch = batch;
        builder.maxInFlight = maxInFlight;
        builder.lease = lease;
        builder.pollInterval = pollInterval;
        builder.minBackoff = minBackoff;
        builder.maxBackoff = maxBackoff;
        builder.giveUpAfter = giveUpAfter;
        builder.retention = retention;
        return builder;
    }

    /** Builds {@link InboxOptions}; see there for each option. */
    public static final class Builder {
        private boolean workers = true;
        private int maxWaiting = DEFAULT_MAX_WAITING;
        private int maxWaitingPerMint = half(DEFAULT_MAX_WAITING);
        private int maxTokenLength = DEFAULT_MAX_TOKEN_LENGTH;
        private int batch = DEFAULT_BATCH;
        private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
        private Duration lease = DEFAULT_LEASE;
        private Duration pollInterval = DEFAULT_POLL_INTERVAL;
        private Duration minBackoff = DEFAULT_MIN_BACKOFF;
        private Duration maxBackoff = DEFAULT_MAX_BACKOFF;
        private Duration giveUpAfter = DEFAULT_GIVE_UP_AFTER;
        private @Nullable Duration retention;

        private Builder() {}

        public Builder workers(boolean value) {
            workers = value;
            return this;
        }

        /** Of one mint half as many, until {@link #maxWaitingPerMint} says another number. */
        public Builder maxWaiting(int value) {
            maxWaiting = value;
            maxWaitingPerMint = half(value);
            return this;
        }

        public Builder maxWaitingPerMint(int value) {
            maxWaitingPerMint = value;
            return this;
        }

        public Builder maxTokenLength(int value) {
            maxTokenLength = value;
            return this;
        }

        public Builder batch(int value) {
            batch = value;
            return this;
        }

        public Builder maxInFlight(int value) {
            maxInFlight = value;
            return this;
        }

        public Builder lease(Duration value) {
            lease = value;
            return this;
        }

        public Builder pollInterval(Duration value) {
            pollInterval = value;
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

        public Builder giveUpAfter(Duration value) {
            giveUpAfter = value;
            return this;
        }

        public Builder retention(@Nullable Duration value) {
            retention = value;
            return this;
        }

        private static int half(int value) {
            return value - value / 2;
        }

        public InboxOptions build() {
            return new InboxOptions(
                    workers,
                    maxWaiting,
                    maxWaitingPerMint,
                    maxTokenLength,
                    batch,
                    maxInFlight,
                    lease,
                    pollInterval,
                    minBackoff,
                    maxBackoff,
                    giveUpAfter,
                    retention);
        }
    }
}
