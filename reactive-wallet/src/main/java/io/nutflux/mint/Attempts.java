package io.nutflux.mint;

import io.nutflux.error.MintException;
import io.nutflux.error.MintResponseException;
import io.nutflux.error.MintUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * The attempts of one subscription to one call: how many there were, since when, and whether the mint may have acted on
 * one of them. Attempts follow one another, so the state is never touched by two threads at once.
 */
final class Attempts {

    private final Call call;
    private final RetryPolicy policy;
    private final Duration responseTimeout;
    private final Duration totalTimeout;
    private final Scheduler timer;
    private final long startedAt;

    private int made;
    private boolean mayHaveActed;

    Attempts(Call call, MintClientOptions options, RetryPolicy policy, Scheduler timer) {
        boolean value = call.kind() == Call.Kind.VALUE;
        this.call = call;
        this.policy = policy;
        this.responseTimeout = value ? options.valueResponseTimeout() : options.responseTimeout();
        this.totalTimeout = value ? options.valueTotalTimeout() : options.totalTimeout();
        this.timer = timer;
        this.startedAt = timer.now(TimeUnit.MILLISECONDS);
    }

    /** How long the attempt that begins now may take. */
    Duration begin() {
        made++;
        Duration left = totalTimeout.minus(elapsed());
        if (left.toMillis() < 1) {
            left = Duration.ofMillis(1);
        }
        return left.compareTo(responseTimeout) < 0 ? left : responseTimeout;
    }

    /** Waits and lets the next attempt begin, or ends with the error that the caller shall see. */
    Retry retry() {
        return Retry.from(signals -> signals.concatMap(signal -> after(signal.failure()), 1));
    }

    private Mono<Long> after(Throwable failure) {
        if (!(failure instanceof AttemptFailedException failed)) {
            return Mono.error(failure);
        }
        MintException error = failed.error();
        boolean earlierMayHaveActed = mayHaveActed;
        mayHaveActed |= error.mayHaveActed();
        return nextWait(failed)
                .map(wait -> Mono.delay(wait, timer))
                .orElseGet(() -> Mono.error(ErrorMapping.lastWord(error, earlierMayHaveActed)));
    }

    private Optional<Duration> nextWait(AttemptFailedException failed) {
        if (!isWorthRepeating(failed)) {
            return Optional.empty();
        }
        Duration elapsed = elapsed();
        return policy.waitAfter(made, retryAfter(failed.error()))
                .filter(wait -> elapsed.plus(wait).compareTo(totalTimeout) < 0)
                .filter(wait -> isHarmless(elapsed.plus(wait)));
    }

    private boolean isWorthRepeating(AttemptFailedException failed) {
        // What was garbled on its way comes whole from the mint's cache of answers (NUT-19).
        return failed.isPassing()
                || (call.kind() == Call.Kind.VALUE && failed.error() instanceof MintResponseException);
    }

    /** Whether an attempt {@code later} than the first cannot move value twice. */
    private boolean isHarmless(Duration later) {
        return switch (call.kind()) {
            case READ, OPTIONAL_READ -> true;
            case QUOTE -> !mayHaveActed;
            case VALUE -> !mayHaveActed || later.compareTo(call.replay().window()) < 0;
        };
    }

    private Duration elapsed() {
        return Duration.ofMillis(timer.now(TimeUnit.MILLISECONDS) - startedAt);
    }

    private static @Nullable Duration retryAfter(MintException error) {
        return error instanceof MintUnavailableException unavailable ? unavailable.retryAfter() : null;
    }
}
