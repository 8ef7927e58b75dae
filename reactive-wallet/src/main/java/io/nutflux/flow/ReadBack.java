package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.store.LedgerEntry;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Finds out whether a command took place of which the store says only that it failed: a connection may break between a
 * commit and its answer. The ledger tells, since what moves value has an entry there, written with it.
 */
final class ReadBack {

    private static final int LOOKS = 5;
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LATE = Duration.ofSeconds(1);

    private ReadBack() {}

    /**
     * Completes if the command that writes {@code entry} took place, though it ended with {@code failure}. Else fails with
     * that; or, if the ledger cannot be read either, with an error that says so and has {@code failure} as its cause.
     */
    static Mono<Void> unlessDone(FlowContext context, LedgerEntry entry, StoreException failure) {
        if (failure.kind() != StoreException.Kind.UNAVAILABLE) {
            return Mono.error(failure);
        }
        return isDone(context, entry)
                .retryWhen(Retry.backoff(LOOKS, SOON)
                        .maxBackoff(LATE)
                        .jitter(0)
                        .scheduler(context.compute())
                        .filter(StoreException.class::isInstance)
                        .onRetryExhaustedThrow((spec, last) -> last.failure()))
                .onErrorMap(
                        StoreException.class,
                        e -> new StoreException(
                                StoreException.Kind.UNAVAILABLE,
                                "it is not known whether " + entry.operation()
                                        + " took place, as the store does not answer; its history tells",
                                failure))
                .flatMap(done -> done ? Mono.empty() : Mono.error(failure));
    }

    /** Looks once whether the command that writes {@code entry} took place. */
    static Mono<Boolean> isDone(FlowContext context, LedgerEntry entry) {
        return Mono.defer(() -> context.store().ledgerEntry(context.wallet(), entry.operation()))
                .map(found -> found.kind() == entry.kind() && found.by().equals(entry.by()))
                .defaultIfEmpty(false)
                .publishOn(context.compute());
    }
}
