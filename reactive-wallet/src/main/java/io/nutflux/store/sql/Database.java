package io.nutflux.store.sql;

import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where transactions run. */
interface Database {

    /**
     * Runs {@code body} in one transaction, which is committed if it completes and rolled back if it fails. Emits the
     * body's value once the commit is durable.
     *
     * <p>A body may be run again from the start after a rollback, so it must be free of side effects of its own. Once
     * started, it runs to its end whether or not the subscriber cancels.
     */
    <T> Mono<T> inTransaction(Function<Tx, Mono<T>> body);

    /**
     * Runs {@code body}, which changes nothing, in one transaction: all its statements see the same state. Otherwise as
     * {@link #inTransaction}.
     */
    default <T> Mono<T> read(Function<Tx, Mono<T>> body) {
        return inTransaction(body);
    }

    /**
     * Runs {@code body}, which changes nothing, on one state of the database for as long as it takes, while others write, and
     * emits its items as they are asked for. It has a connection of its own and does not end by itself: cancelling ends it.
     */
    <T> Flux<T> snapshot(Function<Tx, Flux<T>> body);

    /** Lets what was started end, then releases everything. Idempotent. */
    Mono<Void> close();
}
