package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.WalletStore;
import io.nutflux.vault.TestKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Waits end, deadlocks are undone and run again, and closing lets what was begun end. */
class PostgresLimitsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final PostgresServer server = PostgresServer.shared();
    private final StoreSamples samples = new StoreSamples(13);
    private final OperationDraft draft = samples.redeem(plan(1), samples.token("a", 1));
    private String schema;
    private WalletStore store;

    @BeforeEach
    void create() {
        schema = server.freshSchema();
    }

    @AfterEach
    void close() {
        if (store != null) {
            PostgresServer.close(store);
        }
    }

    @Test
    void noConnectionFree_unavailableInTime_andThenFreeAgain() throws SQLException {
        open(builder -> builder.poolSize(1).acquireTimeout(SHORT));
        store.prepare(WALLET, draft).block(LONG);
        CompletableFuture<?> holder;
        try (Connection other = rowHeld()) {
            holder = markSent().toFuture();
            awaitBlocked(1);
            assertFails(Kind.UNAVAILABLE, "in time", store.load(WALLET, draft.id()));
            other.rollback();
        }
        assertThat(holder.join()).isNotNull();
        assertThat(store.load(WALLET, draft.id()).block(LONG).requestBody()).isNotNull();
    }

    @Test
    void moreCommandsThanMayWait_unavailableAtOnce() throws SQLException {
        open(builder -> builder.poolSize(1).maxCommands(3));
        store.prepare(WALLET, draft).block(LONG);
        List<CompletableFuture<?>> accepted = new ArrayList<>();
        try (Connection other = rowHeld()) {
            accepted.add(markSent().toFuture());
            accepted.add(store.load(WALLET, draft.id()).toFuture());
            accepted.add(store.load(WALLET, draft.id()).toFuture());
            assertFails(Kind.UNAVAILABLE, "more than 3 commands", store.load(WALLET, draft.id()));
            other.rollback();
        }
        accepted.forEach(CompletableFuture::join);
    }

    @Test
    void rowHeldForTooLong_unavailable_nothingWritten() throws SQLException {
        open(builder -> builder.lockTimeout(SHORT));
        store.prepare(WALLET, draft).block(LONG);
        try (Connection other = rowHeld()) {
            assertFails(Kind.UNAVAILABLE, "held a row for too long", markSent());
            other.rollback();
        }
        assertThat(store.load(WALLET, draft.id()).block(LONG).operation().version())
                .isEqualTo(1);
    }

    @Test
    void statementTooLong_unavailable_connectionGoesOn() {
        R2dbcDatabase database =
                database(builder -> builder.statementTimeout(SHORT).poolSize(1));
        assertFails(
                Kind.UNAVAILABLE,
                "took too long",
                database.read(tx -> tx.query("SELECT pg_sleep(60)", row -> 1).single()));
        assertThat(database.read(tx -> tx.query("SELECT 1::bigint", row -> row.integer(0))
                                .single())
                        .block(LONG))
                .isEqualTo(1);
        database.close().block(LONG);
    }

    @Test
    void deadlock_isRunAgain_bothTakeEffect() {
        store = PostgresServer.open(server.url(schema));
        server.execute("INSERT INTO " + schema + ".counter VALUES ('a', 'k', 0), ('b', 'k', 0)");
        R2dbcDatabase database = database(builder -> builder);
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);
        CompletableFuture<Long> one = crossing(database, "a", "b", runs, both).toFuture();
        CompletableFuture<Long> two = crossing(database, "b", "a", runs, both).toFuture();
        one.join();
        two.join();
        assertThat(runs).hasValueGreaterThan(2);
        assertThat(server.query("SELECT next FROM " + schema + ".counter")).containsExactly("2", "2");
        database.close().block(LONG);
    }

    /** Adds one to both rows, once both transactions have one of them. */
    private static Mono<Long> crossing(
            R2dbcDatabase database, String first, String second, AtomicInteger runs, CountDownLatch both) {
        String add = "UPDATE counter SET next = next + 1 WHERE wallet = $1";
        return database.inTransaction(tx -> {
            runs.incrementAndGet();
            Mono<Void> met = Mono.defer(() -> {
                both.countDown();
                return Mono.delay(Duration.ofMillis(1))
                        .repeat(() -> both.getCount() > 0)
                        .then();
            });
            return tx.update(add, first).then(met).then(tx.update(add, second));
        });
    }

    @Test
    void bodyThatFails_isRolledBack_andItsErrorTold() {
        store = PostgresServer.open(server.url(schema));
        R2dbcDatabase database = database(builder -> builder);
        assertThatThrownBy(() -> database.inTransaction(tx -> tx.update("INSERT INTO counter VALUES ($1, 'k', 0)", "a")
                                .then(Mono.error(new IllegalStateException("ours"))))
                        .block(LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ours");
        assertThat(server.query("SELECT * FROM " + schema + ".counter")).isEmpty();
        database.close().block(LONG);
    }

    @Test
    void results_arriveOnTheStoresThreads() {
        open(builder -> builder);
        assertThat(store.prepare(WALLET, draft)
                        .map(any -> Thread.currentThread().getName())
                        .block(LONG))
                .startsWith(PostgresConnections.THREADS);
    }

    @Test
    void close_letsWhatWasBegunEnd_andEndsItsThreads() throws Exception {
        open(builder -> builder);
        store.prepare(WALLET, draft).block(LONG);
        CompletableFuture<?> begun;
        CompletableFuture<Void> closed;
        try (Connection other = rowHeld()) {
            begun = markSent().toFuture();
            awaitBlocked(1);
            closed = store.close().toFuture();
            assertFails(Kind.CLOSED, "closed", store.load(WALLET, draft.id()));
            assertThat(closed).isNotDone();
            other.rollback();
        }
        closed.get(60, TimeUnit.SECONDS);
        assertThat(begun).isCompleted();
        await().until(() -> server.query("SELECT 1 FROM pg_stat_activity WHERE application_name = '" + schema + "'")
                .isEmpty());
        store = null;
    }

    private void open(UnaryOperator<PostgresOptions.Builder> options) {
        store = PostgresStore.open(
                        options.apply(PostgresOptions.builder(server.url(schema)))
                                .build(),
                        TestKeys.provider())
                .block(LONG);
    }

    private R2dbcDatabase database(UnaryOperator<PostgresOptions.Builder> options) {
        return new R2dbcDatabase(
                options.apply(PostgresOptions.builder(server.url(schema))).build());
    }

    private Mono<?> markSent() {
        return store.markSent(WALLET, draft.id(), 1, samples.body());
    }

    /** A transaction of somebody else's that has the operation's row. */
    private Connection rowHeld() throws SQLException {
        Connection other = server.connect();
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.execute("SELECT * FROM " + schema + ".operation FOR UPDATE");
        }
        return other;
    }

    /** Until that many of the store's statements wait for a row. */
    private void awaitBlocked(int count) {
        await().atMost(LONG)
                .until(() -> server.query("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                                .size()
                        >= count);
    }

    private static void assertFails(Kind kind, String words, Mono<?> command) {
        assertThatThrownBy(() -> command.block(LONG)).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e).hasMessageContaining(words);
            assertThat(e.kind()).isEqualTo(kind);
        });
    }
}
