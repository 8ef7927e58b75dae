package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Transactions on SQLite: commands that share a commit, that are cancelled, refused, or met by a close. */
class SqliteDatabaseTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String INSERT = "INSERT INTO t (id) VALUES ($1)";

    @TempDir
    Path directory;

    private SqliteDatabase database;
    private CountDownLatch gate;

    @BeforeEach
    void open() {
        database = SqliteDatabase.start(directory.resolve("test.db"), 20);
        run(tx -> tx.update("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT"));
        run(tx -> tx.update("CREATE TABLE child (t INTEGER REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED) STRICT"));
    }

    @AfterEach
    void close() {
        if (gate != null) {
            gate.countDown();
        }
        database.close().block(LONG);
    }

    @Test
    void commandsThatWaitTogether_shareOneCommit() throws Exception {
        hold();
        AtomicInteger committed = new AtomicInteger(-1);
        CompletableFuture<Long> first = start(tx -> tx.update(INSERT, 1L));
        CompletableFuture<Long> second = start(tx -> {
            committed.set(committedRows());
            return tx.update(INSERT, 2L);
        });
        gate.countDown();

        assertThat(first.join()).isEqualTo(1);
        assertThat(second.join()).isEqualTo(1);
        assertThat(committed).as("the first's row while the second ran").hasValue(0);
        assertThat(rows()).containsExactly(1L, 2L);
    }

    @Test
    void oneOfAGroupConflicts_takesBackItsOwnChangesOnly() throws Exception {
        run(tx -> tx.update(INSERT, 7L));
        hold();
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<Long> first = start(tx -> {
            runs.incrementAndGet();
            return tx.update(INSERT, 1L);
        });
        CompletableFuture<Long> second = start(tx -> tx.update(INSERT, 2L).then(tx.update(INSERT, 7L)));
        CompletableFuture<Long> third = start(tx -> tx.update(INSERT, 3L).then(Mono.error(Errors.conflict("no"))));
        CompletableFuture<Long> fourth = start(tx -> tx.update(INSERT, 4L));
        gate.countDown();

        assertThat(first.join()).isEqualTo(1);
        assertThat(kindOf(second)).isEqualTo(Kind.CONFLICT);
        assertThat(kindOf(third)).isEqualTo(Kind.CONFLICT);
        assertThat(fourth.join()).isEqualTo(1);
        assertThat(runs).hasValue(1);
        assertThat(rows()).containsExactly(1L, 4L, 7L);
    }

    @Test
    void oneOfAGroupEndsTheTransaction_eachIsRunAlone() throws Exception {
        run(tx -> tx.update(INSERT, 7L));
        hold();
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<Long> first = start(tx -> {
            runs.incrementAndGet();
            return tx.update(INSERT, 1L);
        });
        CompletableFuture<Long> second = start(tx -> tx.update("INSERT OR ROLLBACK INTO t (id) VALUES ($1)", 7L));
        CompletableFuture<Long> third = start(tx -> tx.update(INSERT, 3L));
        gate.countDown();

        assertThat(first.join()).isEqualTo(1);
        assertThat(kindOf(second)).isEqualTo(Kind.CONFLICT);
        assertThat(third.join()).isEqualTo(1);
        assertThat(runs).hasValue(2);
        assertThat(rows()).containsExactly(1L, 3L, 7L);
    }

    @Test
    void oneOfAGroupSpoilsTheCommit_eachIsRunAlone() throws Exception {
        hold();
        CompletableFuture<Long> first = start(tx -> tx.update(INSERT, 1L));
        CompletableFuture<Long> second = start(tx -> tx.update("INSERT INTO child (t) VALUES ($1)", 99L));
        CompletableFuture<Long> third = start(tx -> tx.update(INSERT, 3L));
        gate.countDown();

        assertThat(first.join()).isEqualTo(1);
        assertThat(kindOf(second)).isEqualTo(Kind.UNAVAILABLE);
        assertThat(third.join()).isEqualTo(1);
        assertThat(rows()).containsExactly(1L, 3L);
        long children = run(tx ->
                tx.query("SELECT COUNT(*) FROM child", row -> row.integer(0)).single());
        assertThat(children).isZero();
    }

    @Test
    void otherProgramWrites_inUseUntilItIsDone() throws Exception {
        run(tx -> tx.query("PRAGMA busy_timeout = 0", row -> row.integer(0)).then());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("test.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(kindOf(start(tx -> tx.update(INSERT, 4L)))).isEqualTo(Kind.IN_USE);
            List<CompletableFuture<Long>> several = new ArrayList<>();
            for (long id = 5; id < 10; id++) {
                long one = id;
                several.add(start(tx -> tx.update(INSERT, one)));
            }
            several.forEach(one -> assertThat(kindOf(one)).isEqualTo(Kind.IN_USE));
            statement.execute("ROLLBACK");
        }
        run(tx -> tx.update(INSERT, 10L));
        assertThat(rows()).containsExactly(10L);
    }

    @Test
    void command_cancelledWhileItWaits_doesNotRun() throws Exception {
        hold();
        Disposable waiting = database.inTransaction(tx -> tx.update(INSERT, 1L)).subscribe();
        CompletableFuture<Long> after = start(tx -> tx.update(INSERT, 2L));
        waiting.dispose();
        gate.countDown();

        after.join();
        assertThat(rows()).containsExactly(2L);
    }

    @Test
    void command_cancelledOnceStarted_runsToItsEnd() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Disposable call = database.inTransaction(tx -> {
                    started.countDown();
                    await(goOn);
                    return tx.update(INSERT, 1L);
                })
                .subscribe();
        await(started);
        call.dispose();
        goOn.countDown();

        assertThat(rows()).containsExactly(1L);
    }

    @Test
    void queueFull_unavailable() throws Exception {
        hold();
        List<CompletableFuture<Long>> accepted = new ArrayList<>();
        for (long i = 0; i < 20; i++) {
            long id = i;
            accepted.add(start(tx -> tx.update(INSERT, id)));
        }
        assertThat(kindOf(start(tx -> tx.update(INSERT, 99L)))).isEqualTo(Kind.UNAVAILABLE);
        gate.countDown();

        accepted.forEach(CompletableFuture::join);
        assertThat(rows()).hasSize(20).doesNotContain(99L);
    }

    @Test
    void close_commandsAcceptedBefore_areRun() throws Exception {
        hold();
        CompletableFuture<Long> before = start(tx -> tx.update(INSERT, 1L));
        CompletableFuture<Void> closing = database.close().toFuture();
        assertThat(kindOf(start(tx -> tx.update(INSERT, 2L)))).isEqualTo(Kind.CLOSED);
        assertThat(closing).isNotDone();
        gate.countDown();

        assertThat(before.join()).isEqualTo(1);
        closing.get(30, TimeUnit.SECONDS);
        assertThat(SqliteFiles.query(directory.resolve("test.db"), "SELECT id FROM t"))
                .containsExactly("1");
    }

    @Test
    void body_thatWaitsForSomethingElse_failsAndIsRolledBack() {
        assertThatThrownBy(() -> run(tx -> tx.update(INSERT, 1L).then(Mono.delay(Duration.ofDays(1)))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(rows()).isEmpty();
    }

    @Test
    void statement_thatFailedBefore_worksAgain() {
        for (int i = 0; i < 3; i++) {
            run(tx -> tx.update("DELETE FROM t"));
            run(tx -> tx.update(INSERT, 1L));
            assertThat(kindOf(start(tx -> tx.update(INSERT, 1L)))).isEqualTo(Kind.CONFLICT);
            assertThat(kindOf(start(tx -> tx.batch(INSERT, List.of(new Object[] {2L}, new Object[] {1L})))))
                    .isEqualTo(Kind.CONFLICT);
            assertThat(rows()).containsExactly(1L);
        }
    }

    @Test
    void moreStatementsThanAreKept_allWork() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 300; i++) {
                String sql = "SELECT " + i + " WHERE 1 = $1";
                long found = run(tx -> tx.query(sql, row -> row.integer(0), 1L).single());
                assertThat(found).isEqualTo(i);
            }
        }
    }

    @Test
    void results_arriveOnTheStoresThread() {
        String thread = database.inTransaction(tx -> tx.update(INSERT, 1L))
                .map(any -> Thread.currentThread().getName())
                .block(LONG);
        assertThat(thread).isEqualTo(SqliteDatabase.THREAD);
    }

    /** Keeps the store's thread busy until the gate opens. */
    private void hold() throws Exception {
        gate = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        database.inTransaction(tx -> {
                    held.countDown();
                    await(gate);
                    return Mono.just(0L);
                })
                .subscribe();
        await(held);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private <T> T run(Function<Tx, Mono<T>> body) {
        return database.inTransaction(body).block(LONG);
    }

    private <T> CompletableFuture<T> start(Function<Tx, Mono<T>> body) {
        return database.inTransaction(body).toFuture();
    }

    private List<Long> rows() {
        return run(tx ->
                tx.query("SELECT id FROM t ORDER BY id", row -> row.integer(0)).collectList());
    }

    /** What another connection sees. */
    private int committedRows() {
        try {
            return SqliteFiles.query(directory.resolve("test.db"), "SELECT id FROM t")
                    .size();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Kind kindOf(CompletableFuture<?> failed) {
        try {
            failed.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return ((StoreException) e.getCause()).kind();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it succeeded");
    }
}
