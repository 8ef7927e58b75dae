package io.nutflux.mint;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How often and how soon a call is repeated: full jitter, that is a wait drawn evenly between zero and a bound that
 * doubles, so that wallets which failed together do not come back together.
 *
 * @param maxAttempts the first one included
 * @param maxRetryAfter the longest wait a mint may ask for
 * @param jitter from a bound to a number between zero and it, both included
 */
record RetryPolicy(
        int maxAttempts, Duration minBackoff, Duration maxBackoff, Duration maxRetryAfter, LongUnaryOperator jitter) {

    static RetryPolicy of(MintClientOptions options) {
        return new RetryPolicy(
                options.maxAttempts(),
                options.minBackoff(),
                options.maxBackoff(),
                options.maxRetryAfter(),
                bound -> ThreadLocalRandom.current().nextLong(bound + 1));
    }

    /**
     * How long to wait before the next attempt; empty if there is none.
     *
     * @param attempts those made, at least 1
     * @param retryAfter what the mint asked for: the wait is never shorter
     */
    Optional<Duration> waitAfter(int attempts, @Nullable Duration retryAfter) {
        if (attempts >= maxAttempts || (retryAfter != null && retryAfter.compareTo(maxRetryAfter) > 0)) {
            return Optional.empty();
        }
        Duration drawn = Duration.ofMillis(jitter.applyAsLong(boundAfter(attempts)));
        return Optional.of(retryAfter == null ? drawn : retryAfter.plus(drawn));
    }

    private long boundAfter(int attempts) {
        long max = maxBackoff.toMillis();
        long bound = minBackoff.toMillis();
        for (int i = 1; i < attempts && bound < max; i++) {
            bound *= 2;
        }
        return Math.min(bound, max);
    }
}
