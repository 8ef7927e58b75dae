package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One process's way to a database that others share: it dies at a chosen transaction, or something happens just before each.
 * Transactions are numbered from 0. Closing it does not close what is beneath.
 */
final class FaultyDatabase implements Database {

    private final Database beneath;
    private final AtomicInteger transactions = new AtomicInteger();
    private volatile int fatal = Integer.MAX_VALUE;
    private volatile boolean afterwards;
    private volatile boolean dead;
    private volatile IntFunction<Mono<Void>> before = index -> Mono.empty();

    FaultyDatabase(Database beneath) {
        this.beneath = beneath;
    }

    /** The process dies at transaction {@code index}: before it is begun, or when it is committed but not yet known to be. */
    FaultyDatabase dieAt(int index, boolean committed) {
        fatal = index;
        afterwards = committed;
        return this;
    }

    /** Runs {@code action} before each transaction. */
    FaultyDatabase before(IntFunction<Mono<Void>> action) {
        before = action;
        return this;
    }

    int transactions() {
        return transactions.get();
    }

    boolean isDead() {
        return dead;
    }

    @Override
    public <T> Mono<T> inTransaction(Function<Tx, Mono<T>> body) {
        return Mono.defer(() -> {
            int index = transactions.getAndIncrement();
            if (dead || (index == fatal && !afterwards)) {
                dead = true;
                return died();
            }
            Mono<T> run = before.apply(index).then(beneath.inTransaction(body));
            if (index == fatal) {
                dead = true;
                return run.then(died());
            }
            return run;
        });
    }

    @Override
    public <T> Flux<T> snapshot(Function<Tx, Flux<T>> body) {
        return beneath.snapshot(body);
    }

    @Override
    public Mono<Void> close() {
        return Mono.empty();
    }

    private static <T> Mono<T> died() {
        return Mono.error(() -> new StoreException(StoreException.Kind.UNAVAILABLE, "the process is dead", null));
    }
}
