package io.nutflux.store.sql;

import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.APPLICATION_NAME;
import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.EXTENSIONS;
import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.LOOP_RESOURCES;
import static io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider.TCP_KEEPALIVE;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.extension.Extension;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** The pool of connections, its threads and its timer. */
final class PostgresConnections {

    static final String THREADS = "nutflux-postgres";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresConnections.class);
    private static final int MAX_THREADS = 4;
    private static final Duration MAX_IDLE = Duration.ofMinutes(10);
    private static final Duration MAX_LIFE = Duration.ofHours(1);
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    /** Beyond the server's own limit for a statement: time for the way there and back. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final TrackedLoops threads;
    private final Scheduler timer;
    private final ConnectionPool pool;
    private final Duration patience;

    PostgresConnections(PostgresOptions options) {
        this.patience = options.statementTimeout().plus(GRACE);
        this.threads = new TrackedLoops(LoopResources.create(
                THREADS, Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()), true));
        this.timer = Schedulers.newSingle(THREADS + "-timer", true);
        this.pool = new ConnectionPool(ConnectionPoolConfiguration.builder(startup(options))
                .allocatorSubscribeOn(timer)
                .initialSize(0)
                .maxSize(options.poolSize())
                .maxAcquireTime(options.acquireTimeout())
                .acquireRetry(0)
                .maxIdleTime(MAX_IDLE)
                .maxLifeTime(MAX_LIFE)
                .validationDepth(ValidationDepth.LOCAL)
                .customizer(builder -> builder.evictionPredicate((connection, metadata) -> !isOpen(connection)
                        || metadata.idleTime() > MAX_IDLE.toMillis()
                        || metadata.lifeTime() > MAX_LIFE.toMillis()))
                .build());
    }

    Scheduler timer() {
        return timer;
    }

    /** How long an answer is waited for. */
    Duration patience() {
        return patience;
    }

    /** A connection of the caller's own, to be {@linkplain #release released} or {@linkplain #discard discarded}. */
    Mono<Connection> acquire() {
        return pool.create();
    }

    /** Gives the connection back. Never fails. */
    Mono<Void> release(Connection connection) {
        return Mono.from(connection.close()).onErrorResume(e -> {
            LOG.debug("a connection was not given back", e);
            return Mono.empty();
        });
    }

    /** Closes a connection that is lost, or of which nobody knows in which state it is. Never fails. */
    @SuppressWarnings("unchecked")
    Mono<Void> discard(Connection connection) {
        Connection real = ((Wrapped<Connection>) connection).unwrap();
        return Mono.from(real.close())
                .timeout(FAREWELL, timer)
                .onErrorResume(e -> {
                    LOG.debug("a connection did not close", e);
                    return Mono.empty();
                })
                .then(release(connection));
    }

    Mono<Void> close() {
        return pool.disposeLater()
                .timeout(FAREWELL, timer)
                .onErrorResume(e -> {
                    LOG.debug("the pool did not close", e);
                    return Mono.empty();
                })
                .then(threads.disposeLater(Duration.ZERO, FAREWELL))
                .then(Mono.fromRunnable(timer::dispose));
    }

    private ConnectionFactory startup(PostgresOptions options) {
        return new PostgresStartup(driver(options), threads, settings(options), options.acquireTimeout(), timer);
    }

    private ConnectionFactory driver(PostgresOptions options) {
        ConnectionFactoryOptions given = options.driver();
        ConnectionFactoryOptions.Builder more =
                given.mutate().option(LOOP_RESOURCES, threads).option(EXTENSIONS, withBinaryParameters(given));
        if (!given.hasOption(ConnectionFactoryOptions.CONNECT_TIMEOUT)) {
            more.option(ConnectionFactoryOptions.CONNECT_TIMEOUT, options.acquireTimeout());
        }
        if (!given.hasOption(TCP_KEEPALIVE)) {
            // So that a connection is found out whose other end is gone without a word, if nothing is sent on it.
            more.option(TCP_KEEPALIVE, true);
        }
        if (!given.hasOption(APPLICATION_NAME)) {
            more.option(APPLICATION_NAME, "nutflux");
        }
        return ConnectionFactories.get(more.build());
    }

    /** The caller's extensions, and ours. */
    private static Collection<Extension> withBinaryParameters(ConnectionFactoryOptions given) {
        List<Extension> extensions = new ArrayList<>();
        if (given.getValue(EXTENSIONS) instanceof Collection<?> others) {
            others.forEach(other -> extensions.add((Extension) other));
        }
        extensions.add(new BinaryParameters.Registrar());
        return extensions;
    }

    /**
     * For the whole session. A replica that loses its network or its power in the middle of a transaction would otherwise
     * keep its rows locked for hours. A database that answers before a commit is on the disk is told not to.
     */
    private static String settings(PostgresOptions options) {
        return "SELECT set_config('statement_timeout', '"
                + options.statementTimeout().toMillis() + "', false),"
                + " set_config('lock_timeout', '" + options.lockTimeout().toMillis() + "', false),"
                + " set_config('idle_in_transaction_session_timeout', '"
                + options.statementTimeout().toMillis() + "', false),"
                + " set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'"
                + " ELSE current_setting('synchronous_commit') END, false)";
    }

    private static boolean isOpen(Connection connection) {
        return Boolean.TRUE.equals(
                Mono.from(connection.validate(ValidationDepth.LOCAL)).toFuture().getNow(false));
    }
}
