package io.nutflux.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A connection to an SQLite file for work of its own, beside the store's, on a thread of its own. Unlike those of {@link
 * SqliteDatabase}, its transactions may wait for other things than their statements. One at a time; one that is cancelled
 * ends with the session.
 */
final class SqliteSession implements Database {

    static final String THREAD = "nutflux-sqlite-backup";

    private static final List<String> READING = List.of(
            "PRAGMA busy_timeout = 5000",
            "PRAGMA query_only = ON",
            "PRAGMA temp_store = MEMORY",
            "PRAGMA trusted_schema = OFF");

    private final ExecutorService executor;
    private final Scheduler scheduler;
    private @Nullable Connection connection;
    private @Nullable Statements statements;

    SqliteSession() {
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, THREAD);
            thread.setDaemon(true);
            return thread;
        });
        this.scheduler = Schedulers.fromExecutorService(executor, THREAD);
    }

    /** Reads one state of {@code file}, whose journal is a WAL, so that others can write to it meanwhile. */
    static <T> Flux<T> snapshot(Path file, Function<Tx, Flux<T>> body) {
        return Flux.usingWhen(
                Mono.fromSupplier(SqliteSession::new),
                session -> session.done(() -> session.connect(file, READING))
                        .thenMany(Flux.defer(() -> session.snapshot(body))),
                SqliteSession::close);
    }

    /** Opens {@code file}. On the session's thread. */
    void connect(Path file, List<String> pragmas) throws SQLException {
        Connection opened = JDBC.createConnection(JDBC.PREFIX + file.toAbsolutePath(), new Properties());
        connection = opened;
        statements = new Statements(opened);
        for (String pragma : pragmas) {
            run(opened, pragma);
        }
    }

    @Override
    public <T> Mono<T> inTransaction(Function<Tx, Mono<T>> body) {
        return execute("BEGIN IMMEDIATE")
                .then(Mono.defer(() -> body.apply(new SessionTx())))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(value -> execute("COMMIT").thenReturn(value))
                .onErrorResume(e -> execute("ROLLBACK").onErrorComplete().then(Mono.error(e)))
                .flatMap(Mono::justOrEmpty);
    }

    @Override
    public <T> Flux<T> snapshot(Function<Tx, Flux<T>> body) {
        return execute("BEGIN")
                .thenMany(Flux.defer(() -> body.apply(new SessionTx())))
                .concatWith(execute("COMMIT").then(Mono.empty()));
    }

    /** Work that gives nothing. */
    interface Step {
        void run() throws SQLException, IOException;
    }

    /** Does {@code step} on the session's thread, after what was begun before, and to its end also if it is cancelled. */
    Mono<Void> done(Step step) {
        return Mono.defer(() -> {
            CompletableFuture<Void> end = new CompletableFuture<>();
            executor.execute(() -> {
                try {
                    step.run();
                    end.complete(null);
                } catch (SQLException e) {
                    end.completeExceptionally(SqliteErrors.translate(e));
                } catch (IOException | RuntimeException | Error e) {
                    end.completeExceptionally(e);
                }
            });
            return Mono.fromFuture(end, true);
        });
    }

    /** Closes the connection, after what was begun before, and ends the thread. */
    @Override
    public Mono<Void> close() {
        return done(this::disconnect).doFinally(signal -> scheduler.dispose());
    }

    /** Closes the connection, so that its file is whole. On the session's thread. */
    void disconnect() throws SQLException {
        Connection closing = connection;
        Statements closed = statements;
        connection = null;
        statements = null;
        if (closed != null) {
            closed.close();
        }
        if (closing != null) {
            closing.close();
        }
    }

    private Mono<Void> execute(String sql) {
        return done(() -> run(connected(connection), sql));
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static <T> T connected(@Nullable T part) {
        if (part == null) {
            throw Errors.closed();
        }
        return part;
    }

    /** Each statement on the session's thread. */
    private final class SessionTx implements Tx {

        @Override
        public Dialect dialect() {
            return Dialect.SQLITE;
        }

        @Override
        public Mono<Long> update(String sql, Object... parameters) {
            return Mono.defer(() -> tx().update(sql, parameters)).subscribeOn(scheduler);
        }

        @Override
        public Mono<Long> batch(String sql, List<Object[]> rows) {
            return Mono.defer(() -> tx().batch(sql, rows)).subscribeOn(scheduler);
        }

        @Override
        public <R> Flux<R> query(String sql, Function<Row, R> mapper, Object... parameters) {
            return Flux.defer(() -> tx().query(sql, mapper, parameters)).subscribeOn(scheduler);
        }

        private Tx tx() {
            return new JdbcTx(connected(statements));
        }
    }
}
