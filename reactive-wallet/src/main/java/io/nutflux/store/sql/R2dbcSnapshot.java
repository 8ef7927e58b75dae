package io.nutflux.store.sql;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A transaction that reads one state of the database, as slowly as its subscriber asks for. It holds no row locked. */
final class R2dbcSnapshot {

    private static final Logger LOG = LoggerFactory.getLogger(R2dbcSnapshot.class);
    private static final int RETRIES = 3;
    /** The session's own limit is for writers, whom others wait for. Here a slow disk may keep the reader. */
    private static final String PATIENT = "SELECT set_config('idle_in_transaction_session_timeout', '600000', true)";

    private final PostgresConnections connections;

    R2dbcSnapshot(PostgresConnections connections) {
        this.connections = connections;
    }

    <T> Flux<T> read(Function<Tx, Flux<T>> body) {
        return Flux.usingWhen(
                opened(),
                connection -> body.apply(new R2dbcTx(connection, connections.patience(), connections.timer())),
                this::ended,
                (connection, error) -> connections.discard(connection),
                connections::discard);
    }

    /**
     * A connection in its transaction. The pool loses one that is cancelled on the way, so it is waited for in any case, and
     * whoever comes first has it: the reader, or his cancellation.
     */
    private Mono<Connection> opened() {
        return Mono.defer(() -> {
            AtomicBoolean taken = new AtomicBoolean();
            CompletableFuture<Connection> opening = begun().toFuture();
            return Mono.fromFuture(opening, true)
                    .filter(connection -> taken.compareAndSet(false, true))
                    .doOnCancel(() -> {
                        if (taken.compareAndSet(false, true)) {
                            Mono.fromFuture(opening, true)
                                    .flatMap(connections::discard)
                                    .subscribe(null, e -> LOG.debug("no connection, which nobody wants any more", e));
                        }
                    });
        });
    }

    /** Nothing was read yet, so a connection that proves to be lost is replaced. */
    private Mono<Connection> begun() {
        return connections
                .acquire()
                .flatMap(connection -> execute(connection, R2dbcDatabase.BEGIN_READ)
                        .then(Mono.defer(() -> execute(connection, PATIENT)))
                        .thenReturn(connection)
                        .onErrorResume(e -> connections.discard(connection).then(Mono.error(e))))
                .retryWhen(Retry.max(RETRIES)
                        .filter(e -> PostgresErrors.isStale(e) || PostgresErrors.isLost(e))
                        .onRetryExhaustedThrow((spec, last) -> last.failure()));
    }

    private Mono<Void> execute(Connection connection, String sql) {
        return Flux.from(connection.createStatement(sql).execute())
                .concatMap(Result::getRowsUpdated)
                .then()
                .timeout(connections.patience(), connections.timer());
    }

    private Mono<Void> ended(Connection connection) {
        return Mono.from(connection.commitTransaction())
                .timeout(connections.patience(), connections.timer())
                .then(Mono.defer(() -> connections.release(connection)))
                .onErrorResume(e -> connections.discard(connection));
    }
}
