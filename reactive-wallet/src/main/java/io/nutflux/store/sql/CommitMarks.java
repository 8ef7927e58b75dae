package io.nutflux.store.sql;

import io.nutflux.crypto.Randomness;
import io.nutflux.model.Hex;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Evidence of commits. If the answer to a COMMIT is lost, nothing but the database knows whether it took place.
 *
 * <p>Each transaction that writes also writes its number into a row that no other transaction in progress uses, before
 * anything else. Whoever can lock that row afterwards knows that the transaction has ended, and reads in it how. The
 * server's own {@code pg_xact_status} would cost less but can be wrong: after a crash of the server a transaction id whose
 * transaction left no trace on the disk is given out again, and its new owner may commit.
 */
final class CommitMarks {

    private static final Logger LOG = LoggerFactory.getLogger(CommitMarks.class);
    private static final String BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
    private static final String SHORT_WAIT = "SELECT set_config('lock_timeout', '500', true)";
    private static final String READ = """
            INSERT INTO commit_mark (id, command, marked_at) VALUES ($1, 0, now())
            ON CONFLICT (id) DO UPDATE SET marked_at = excluded.marked_at RETURNING command""";
    private static final String END = "SELECT pg_terminate_backend($1::int)";
    private static final String PRUNE = "DELETE FROM commit_mark WHERE marked_at < now() - INTERVAL '1 day'";
    private static final String LOCK_TIMEOUT = "55P03";
    private static final int ID_BYTES = 16;

    enum Outcome {
        COMMITTED,
        ABORTED,
        UNKNOWN
    }

    /** One row. Used by one transaction at a time. */
    static final class Mark {

        private final String id;
        private volatile long command;
        private volatile long backend;

        private Mark(String id) {
            this.id = id;
        }
    }

    private final Queue<Mark> free = new ConcurrentLinkedQueue<>();
    private final Randomness randomness;

    CommitMarks(Randomness randomness) {
        this.randomness = randomness;
    }

    Mark take() {
        Mark mark = free.poll();
        if (mark == null) {
            byte[] id = new byte[ID_BYTES];
            randomness.fill(id);
            mark = new Mark(Hex.encode(id));
        }
        return mark;
    }

    /** After a transaction that is known to have ended. */
    void give(Mark mark) {
        free.add(mark);
    }

    /** Begins a transaction to write, and marks it. */
    Mono<Void> begin(Connection connection, Mark mark) {
        return Mono.defer(() -> {
            long command = mark.command + 1;
            mark.command = command;
            return Flux.from(connection
                            .createBatch()
                            .add(BEGIN)
                            .add(marking(mark.id, command))
                            .execute())
                    .concatMap(result -> result.map(row -> row.get(0, Long.class)))
                    .doOnNext(backend -> mark.backend = backend)
                    .then();
        });
    }

    /** Ids are hexadecimal, so that they can stand in the text: it goes with the BEGIN in one round trip. */
    private static String marking(String id, long command) {
        return "INSERT INTO commit_mark (id, command, marked_at) VALUES ('" + id + "', " + command + ", now())"
                + " ON CONFLICT (id) DO UPDATE SET command = excluded.command, marked_at = excluded.marked_at"
                + " RETURNING pg_backend_pid()";
    }

    /**
     * How the transaction of {@code mark} ended, whose connection was lost. If it goes on, for the server did not notice,
     * the server's process is ended.
     *
     * @param transactions runs a body in a transaction that is not marked
     */
    Mono<Outcome> outcome(Mark mark, Function<Function<Tx, Mono<Long>>, Mono<Long>> transactions) {
        return transactions
                .apply(tx -> tx.query(SHORT_WAIT, row -> 0L)
                        .thenMany(tx.query(READ, row -> row.integer(0), mark.id))
                        .single())
                .map(command -> command == mark.command ? Outcome.COMMITTED : Outcome.ABORTED)
                .onErrorResume(
                        e -> LOCK_TIMEOUT.equals(PostgresErrors.state(e)),
                        e -> transactions
                                .apply(tx ->
                                        tx.query(END, row -> 0L, mark.backend).single())
                                .thenReturn(Outcome.UNKNOWN))
                .doOnError(e -> LOG.debug("the outcome of a commit was not to be read", e))
                .onErrorReturn(Outcome.UNKNOWN);
    }

    /** Forgets rows of processes that are gone. */
    Mono<Void> prune(Tx tx) {
        return tx.update(PRUNE).then();
    }

    /** How long to wait before the outcome is asked for again. */
    static Duration pause(int asked) {
        return Duration.ofMillis(Math.min(1_000, 50L << Math.min(asked, 10)));
    }
}
