package io.nutflux.store.sql;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.Result;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * New connections, with their settings made, or none in time. A server that lets itself be connected to and then says
 * nothing, as one does whose disk stalls, must not keep places of the pool, nor sockets.
 */
final class PostgresStartup implements ConnectionFactory {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresStartup.class);

    private final ConnectionFactory driver;
    private final TrackedLoops loops;
    private final String settings;
    private final Duration patience;
    private final Scheduler timer;

    /**
     * @param settings a statement for each new connection
     * @param patience how long connecting, greeting and settings may take together
     */
    PostgresStartup(ConnectionFactory driver, TrackedLoops loops, String settings, Duration patience, Scheduler timer) {
        this.driver = driver;
        this.loops = loops;
        this.settings = settings;
        this.patience = patience;
        this.timer = timer;
    }

    @Override
    public Publisher<? extends Connection> create() {
        return Mono.defer(() -> {
            TrackedLoops.Tracked<CompletableFuture<Connection>> begun;
            try {
                begun = loops.track(() -> begin().toFuture());
            } catch (Exception e) {
                return Mono.error(e);
            }
            return Mono.fromFuture(begun.value(), true)
                    .timeout(patience, Mono.error(() -> late()), timer)
                    .doOnError(e -> abandon(begun))
                    .doOnCancel(() -> abandon(begun));
        });
    }

    private Mono<Connection> begin() {
        return Mono.from(driver.create())
                .flatMap(connection -> Flux.from(
                                connection.createStatement(settings).execute())
                        .concatMap(Result::getRowsUpdated)
                        .then(Mono.<Connection>just(connection))
                        .onErrorResume(e -> Mono.from(connection.close()).then(Mono.error(e))));
    }

    private RuntimeException late() {
        return Errors.unavailable(
                "the database did not greet in time: it let itself be connected to and was silent for " + patience,
                null);
    }

    /** Nobody waits for it any more: it is closed now, or when it comes. */
    private static void abandon(TrackedLoops.Tracked<CompletableFuture<Connection>> begun) {
        Mono.fromFuture(begun.value(), true)
                .flatMap(late -> Mono.from(late.close()))
                .subscribe(
                        closed -> {},
                        e -> LOG.debug("a connection that nobody waits for any more did not come about", e));
        begun.closeSockets();
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return driver.getMetadata();
    }
}
