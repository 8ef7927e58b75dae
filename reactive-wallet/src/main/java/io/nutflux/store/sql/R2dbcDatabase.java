package io.nutflux.store.sql;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException;
import io.nutflux.store.sql.CommitMarks.Mark;
import io.nutflux.store.sql.CommitMarks.Outcome;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Result;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Transactions on PostgreSQL, many at once.
 *
 * <p>A transaction that is begun does not see its subscriber cancel: it runs detached from it, for a cancelled commit is
 * neither done nor undone. Transactions that write are {@code READ COMMITTED}: what guards them are unique keys, versions
 * and row locks, which docs/decisions/postgres-concurrency.md lists by command. Those that only read are {@code REPEATABLE
 * READ}, so that all their statements see the same state.
 *
 * <p>What the server rolled back for another transaction's sake is run again, and so is what a lost connection is known to
 * have rolled back. If it was lost during the commit, {@link CommitMarks} tell what became of it.
 */
final class R2dbcDatabase implements Database {

    private static final Logger LOG = LoggerFactory.getLogger(R2dbcDatabase.class);
    static final String BEGIN_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    private static final String BEGIN_PLAIN = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
    private static final int MAX_RUNS = 10;
    private static final long SHORTEST_PAUSE = 5;
    private static final long LONGEST_PAUSE = 500;

    private enum Kind {
        WRITE,
        READ,
        /** Writes, but may be run again whatever came of it. */
        PLAIN
    }

    /** That nothing was written and that it may be tried again; the cause says why. */
    private static final class RunAgainException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private RunAgainException(Throwable cause) {
            super(cause);
        }
    }

    private final PostgresConnections connections;
    private final Duration outcomeTimeout;
    private final InFlight inFlight;
    private final CommitMarks marks = new CommitMarks(Randomness.secure());
    private final Mono<Void> closing;

    R2dbcDatabase(PostgresOptions options) {
        this.connections = new PostgresConnections(options);
        this.outcomeTimeout = options.outcomeTimeout();
        this.inFlight = new InFlight(options.maxCommands());
        this.closing = inFlight.close().then(Mono.defer(connections::close)).cache();
    }

    @Override
    public <T> Mono<T> inTransaction(Function<Tx, Mono<T>> body) {
        return detached(Kind.WRITE, body);
    }

    @Override
    public <T> Mono<T> read(Function<Tx, Mono<T>> body) {
        return detached(Kind.READ, body);
    }

    @Override
    public <T> Flux<T> snapshot(Function<Tx, Flux<T>> body) {
        return Flux.defer(() -> {
            StoreException refused = inFlight.enter();
            return refused != null
                    ? Flux.error(refused)
                    : new R2dbcSnapshot(connections)
                            .read(body)
                            .onErrorMap(R2dbcDatabase::translate)
                            .doFinally(signal -> inFlight.leave());
        });
    }

    /** The same database for changes of its tables, which are not marked, since the marks are one of them. */
    Database plain() {
        return new Database() {
            @Override
            public <T> Mono<T> inTransaction(Function<Tx, Mono<T>> body) {
                return detached(Kind.PLAIN, body);
            }

            @Override
            public <T> Flux<T> snapshot(Function<Tx, Flux<T>> body) {
                return R2dbcDatabase.this.snapshot(body);
            }

            @Override
            public Mono<Void> close() {
                return R2dbcDatabase.this.close();
            }
        };
    }

    Mono<Void> prune() {
        return detached(Kind.PLAIN, marks::prune);
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    private <T> Mono<T> detached(Kind kind, Function<Tx, Mono<T>> body) {
        return Mono.deferContextual(context -> {
            StoreException refused = inFlight.enter();
            if (refused != null) {
                return Mono.error(refused);
            }
            AtomicBoolean unwanted = new AtomicBoolean();
            CompletableFuture<T> result = run(kind, body, unwanted, 1)
                    .onErrorMap(R2dbcDatabase::translate)
                    .doFinally(signal -> inFlight.leave())
                    .contextWrite(context)
                    .toFuture();
            return Mono.fromFuture(result, true).doOnCancel(() -> unwanted.set(true));
        });
    }

    private <T> Mono<T> run(Kind kind, Function<Tx, Mono<T>> body, AtomicBoolean unwanted, int run) {
        return once(kind, body, unwanted).onErrorResume(RunAgainException.class, e -> {
            if (run == MAX_RUNS) {
                return Mono.error(e.getCause() == null ? e : e.getCause());
            }
            LOG.debug("a transaction is run again, for the {}. time", run, e.getCause());
            return Mono.delay(pause(run), connections.timer())
                    .then(Mono.defer(() -> run(kind, body, unwanted, run + 1)));
        });
    }

    private <T> Mono<T> once(Kind kind, Function<Tx, Mono<T>> body, AtomicBoolean unwanted) {
        Mono<Connection> acquired = connections.acquire().onErrorMap(PostgresErrors::isStale, RunAgainException::new);
        return acquired.flatMap(connection -> {
            if (unwanted.get()) {
                return connections.release(connection).then(Mono.empty());
            }
            Mark mark = kind == Kind.WRITE ? marks.take() : null;
            Tx tx = new R2dbcTx(connection, connections.patience(), connections.timer());
            return begin(connection, kind, mark)
                    .then(Mono.defer(() -> body.apply(tx)))
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .onErrorResume(e -> rolledBack(connection, mark, e))
                    .flatMap(value -> committed(connection, kind, mark).thenReturn(value))
                    .flatMap(Mono::justOrEmpty);
        });
    }

    private Mono<Void> begin(Connection connection, Kind kind, @Nullable Mark mark) {
        Mono<Void> begun = mark == null
                ? Flux.from(connection
                                .createStatement(kind == Kind.READ ? BEGIN_READ : BEGIN_PLAIN)
                                .execute())
                        .concatMap(Result::getRowsUpdated)
                        .then()
                : marks.begin(connection, mark);
        return begun.timeout(connections.patience(), connections.timer());
    }

    /** Fails always: with what the body failed with, or to be run again. */
    private <T> Mono<T> rolledBack(Connection connection, @Nullable Mark mark, Throwable why) {
        if (PostgresErrors.isLost(why)) {
            // The server may not know yet that this transaction is over, so its mark is not used again.
            return connections.discard(connection).then(Mono.error(new RunAgainException(why)));
        }
        return Mono.from(connection.rollbackTransaction())
                .timeout(connections.patience(), connections.timer())
                .then(Mono.defer(() -> {
                    giveBack(mark);
                    return connections.release(connection);
                }))
                .onErrorResume(e -> connections.discard(connection))
                .then(Mono.error(PostgresErrors.isAgain(why) ? new RunAgainException(why) : why));
    }

    private Mono<Void> committed(Connection connection, Kind kind, @Nullable Mark mark) {
        return Mono.from(connection.commitTransaction())
                .timeout(connections.patience(), connections.timer())
                .then(Mono.defer(() -> {
                    giveBack(mark);
                    return connections.release(connection);
                }))
                .onErrorResume(e -> notCommitted(connection, kind, mark, e));
    }

    /** Completes if the transaction was committed all the same, or does not matter. */
    private Mono<Void> notCommitted(Connection connection, Kind kind, @Nullable Mark mark, Throwable why) {
        Mono<Void> discarded = connections.discard(connection);
        if (kind == Kind.READ) {
            return discarded;
        }
        if (!PostgresErrors.isLost(why)) {
            giveBack(mark);
            return discarded.then(Mono.error(PostgresErrors.isAgain(why) ? new RunAgainException(why) : why));
        }
        if (mark == null) {
            return discarded.then(Mono.error(new RunAgainException(why)));
        }
        long until = connections.timer().now(TimeUnit.MILLISECONDS) + outcomeTimeout.toMillis();
        return discarded.then(outcome(mark, until, 0)).flatMap(outcome -> {
            LOG.warn("a connection was lost during a commit; read back: {}", outcome);
            if (outcome == Outcome.UNKNOWN) {
                return Mono.error(Errors.unavailable(
                        "the connection was lost during a commit, and what became of it could not be read within "
                                + outcomeTimeout + ": whether the command took effect is unknown",
                        why));
            }
            giveBack(mark);
            return outcome == Outcome.COMMITTED ? Mono.empty() : Mono.error(new RunAgainException(why));
        });
    }

    private Mono<Outcome> outcome(Mark mark, long until, int asked) {
        return marks.outcome(mark, this::plainly).flatMap(outcome -> {
            long now = connections.timer().now(TimeUnit.MILLISECONDS);
            if (outcome != Outcome.UNKNOWN || now >= until) {
                return Mono.just(outcome);
            }
            return Mono.delay(CommitMarks.pause(asked), connections.timer())
                    .then(Mono.defer(() -> outcome(mark, until, asked + 1)));
        });
    }

    private Mono<Long> plainly(Function<Tx, Mono<Long>> body) {
        return once(Kind.PLAIN, body, new AtomicBoolean());
    }

    private void giveBack(@Nullable Mark mark) {
        if (mark != null) {
            marks.give(mark);
        }
    }

    private static Duration pause(int run) {
        long longest = Math.min(LONGEST_PAUSE, SHORTEST_PAUSE << run);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest) + 1);
    }

    private static Throwable translate(Throwable e) {
        // Others are mistakes of ours, which no name of an error would make better.
        return e instanceof R2dbcException || PostgresErrors.isLost(e) ? PostgresErrors.translate(e) : e;
    }
}
