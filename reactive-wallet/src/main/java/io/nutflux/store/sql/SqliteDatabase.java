package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Transactions on one SQLite file, on one thread of their own.
 *
 * <p>A commit waits for the disk, so commands that wait together are committed together: up to {@value #GROUP} in one
 * transaction, each in a savepoint, so that one that fails takes back its own changes only. Some failures end the whole
 * transaction; then each command is run again alone. Results are delivered after the commit, on this thread.
 */
final class SqliteDatabase implements Database {

    static final String THREAD = "nutflux-sqlite";

    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final String BEGIN = "BEGIN IMMEDIATE";
    private static final int GROUP = 64;
    private static final int CAPACITY = 10_000;
    private static final int SNAPSHOTS = 8;

    private final Path file;
    private final CommandQueue queue;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final InFlight snapshots = new InFlight(SNAPSHOTS);

    private SqliteDatabase(Path file, int capacity) {
        this.file = file;
        Thread thread = new Thread(this::live, THREAD);
        thread.setDaemon(true);
        this.queue = new CommandQueue(capacity, thread);
        thread.start();
    }

    /** Starts to open {@code file}. */
    static SqliteDatabase start(Path file) {
        return start(file, CAPACITY);
    }

    static SqliteDatabase start(Path file, int capacity) {
        return new SqliteDatabase(file, capacity);
    }

    /** Completes when the file is open, or fails with what prevents it. */
    Mono<Void> opened() {
        return Mono.fromFuture(opened, true);
    }

    @Override
    public <T> Mono<T> inTransaction(Function<Tx, Mono<T>> body) {
        return Mono.create(sink -> queue.offer(new Command<>(body, sink)));
    }

    @Override
    public <T> Flux<T> snapshot(Function<Tx, Flux<T>> body) {
        return Flux.defer(() -> {
            StoreException refused = snapshots.enter();
            return refused != null
                    ? Flux.error(refused)
                    : SqliteSession.snapshot(file, body).doFinally(signal -> snapshots.leave());
        });
    }

    @Override
    public Mono<Void> close() {
        return Mono.defer(() -> {
            queue.close();
            return Mono.fromFuture(ended, true).then(snapshots.close());
        });
    }

    private void live() {
        try (SqliteConnection connection = SqliteConnection.open(file)) {
            opened.complete(null);
            List<Command<?>> commands = queue.take(GROUP);
            while (!commands.isEmpty()) {
                execute(connection, commands);
                commands.forEach(SqliteDatabase::deliver);
                commands = queue.take(GROUP);
            }
        } catch (SQLException | IOException e) {
            LOG.warn("{} did not close properly", file, e);
        } catch (RuntimeException | Error e) {
            StoreException why = e instanceof StoreException known
                    ? known
                    : Errors.unavailable("SQLite does not work here: " + e.getMessage(), e);
            if (!opened.completeExceptionally(why)) {
                LOG.error("the store's thread on {} ended", file, e);
            }
        } finally {
            queue.abandon(Errors.closed());
            ended.complete(null);
        }
    }

    private static void execute(SqliteConnection connection, List<Command<?>> commands) {
        try {
            if (commands.size() == 1 || !together(connection, commands)) {
                commands.forEach(command -> alone(connection, command));
            }
        } catch (RuntimeException | Error e) {
            StoreException why = Errors.unavailable("the store's thread ended", e);
            for (Command<?> command : commands) {
                command.fail(why);
                deliver(command);
            }
            throw e;
        }
    }

    /** Whether the commands have their results, having been run as one transaction. */
    private static boolean together(SqliteConnection connection, List<Command<?>> commands) {
        try {
            connection.execute(BEGIN);
        } catch (SQLException e) {
            // Somebody else writes to the file. Each would wait as long again, so none is tried alone.
            commands.forEach(command -> command.fail(SqliteErrors.translate(e)));
            rollBack(connection);
            return true;
        }
        try {
            for (Command<?> command : commands) {
                connection.execute("SAVEPOINT command");
                command.run(connection.tx());
                if (command.failed()) {
                    connection.execute("ROLLBACK TO command");
                }
                connection.execute("RELEASE command");
            }
            connection.execute("COMMIT");
            return true;
        } catch (SQLException e) {
            LOG.debug("a group of {} commands is run one by one", commands.size(), e);
            rollBack(connection);
            return false;
        }
    }

    private static void alone(SqliteConnection connection, Command<?> command) {
        try {
            connection.execute(BEGIN);
            command.run(connection.tx());
            if (command.failed()) {
                rollBack(connection);
            } else {
                connection.execute("COMMIT");
            }
        } catch (SQLException e) {
            command.fail(SqliteErrors.translate(e));
            rollBack(connection);
        }
    }

    private static void rollBack(SqliteConnection connection) {
        try {
            connection.execute("ROLLBACK");
        } catch (SQLException e) {
            // The error that brought us here may have ended the transaction already.
            LOG.debug("nothing to roll back", e);
        }
    }

    private static void deliver(Command<?> command) {
        try {
            command.deliver();
        } catch (RuntimeException e) {
            LOG.error("a subscriber threw", e);
        }
    }
}
