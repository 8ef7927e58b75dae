package io.nutflux.store.sql;

import java.util.concurrent.RejectedExecutionException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Threads of one store, {@code nutflux-opening-…}, that open what was sealed: of a large wallet that takes a while, in which
 * the threads that serve the database have others to serve.
 */
final class OpeningThreads {

    private static final int MOST = 4;

    private final Scheduler scheduler = Schedulers.newParallel(
            "nutflux-opening", Math.min(MOST, Runtime.getRuntime().availableProcessors()), true);

    /** {@code source}, whose value and end come on one of these threads. */
    <T> Mono<T> deliver(Mono<T> source) {
        return source.publishOn(scheduler).onErrorMap(RejectedExecutionException.class, e -> Errors.closed());
    }

    /** Completes when nothing is being opened any more. */
    Mono<Void> close() {
        return scheduler.disposeGracefully();
    }
}
