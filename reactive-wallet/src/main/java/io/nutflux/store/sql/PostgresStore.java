package io.nutflux.store.sql;

import io.nutflux.crypto.Randomness;
import io.nutflux.vault.KeyProvider;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The store of services: one PostgreSQL database for many wallets, and for many replicas at once.
 *
 * <p>Needs {@code org.postgresql:r2dbc-postgresql} and {@code io.r2dbc:r2dbc-pool} on the class path, and PostgreSQL 13 or
 * later with encoding UTF8. Each command is one transaction, on the server's disk when it completes. Results arrive on
 * threads of the store's own: {@code nutflux-postgres-…}, which also serve the connections, or, if secrets had to be opened,
 * {@code nutflux-opening-…}.
 *
 * <p>Commands that meet each other on a row wait for each other in the database; what it breaks off for that
 * (serialization failures, deadlocks) is run again. A command fails with {@code UNAVAILABLE} if no connection was to be
 * had in time, if a statement or a lock took too long, if the server cannot be reached, or, which its message then says,
 * if the connection was lost during a commit and what became of it could not be read back.
 */
public final class PostgresStore {

    /** Read when this class is first used, not on the thread that a server's answer comes on. */
    private static final Migrations MIGRATIONS = Migrations.load("postgres", List.of("V1__wallet.sql"));

    private static final int OLDEST_VERSION = 130_000;
    private static final String FACTS =
            "SELECT current_setting('server_version_num')::bigint, current_setting('server_encoding')";
    private static final String HAS_VERSIONS =
            "SELECT CASE WHEN to_regclass('schema_version') IS NULL THEN 0 ELSE 1 END";
    private static final String ONE_AT_A_TIME = "SELECT set_config('lock_timeout', '0', true),"
            + " set_config('statement_timeout', '0', true),"
            + " pg_advisory_xact_lock(hashtextextended('nutflux ' || current_schema(), 0))";

    private PostgresStore() {}

    /**
     * Opens the store. Its tables are created or updated first, by one replica if several start at once; with {@link
     * PostgresOptions#migrate()} off they must be there: the scripts lie in the library under {@code
     * io/nutflux/store/sql/postgres}. Secrets are sealed with keys that {@code keys} wraps, in all replicas the same; there is
     * no mode without. The store does not close the provider.
     *
     * <p>Fails with a {@link io.nutflux.error.StoreException}: {@code UNAVAILABLE} if the server cannot be reached, refuses
     * the user, is too old, or lacks tables, or if a key service does not answer; {@code WRONG_KEY} if {@code keys} cannot
     * unwrap what it finds, as with a wrong password; {@code NEWER_SCHEMA} if a newer version of this library made them; {@code
     * CORRUPT} if something else did.
     */
    public static Mono<SqlStore> open(PostgresOptions options, KeyProvider keys) {
        return Mono.defer(() -> open(options, keys, new R2dbcDatabase(options)));
    }

    /**
     * Loads a backup into a database without any rows of wallets; its tables are made as by {@link #open}. The file is
     * read through first; then all of it is loaded in one transaction, so that on an error or a cancellation there are no rows.
     * Leases of the processes of that time are ended, and every wallet is marked: the counters lag behind what its mints have
     * signed since.
     *
     * <p>The store it makes opens with the key provider that the backed-up store had then. Replicas that are started
     * meanwhile wait, or fail with {@code UNAVAILABLE}.
     *
     * <p>Emits what was loaded. Fails as {@link BackupFile#check} and {@link #open}, and with {@code CONFLICT} if there are rows
     * already.
     */
    public static Mono<BackupSummary> restore(BackupFile from, PostgresOptions into) {
        return from.checked()
                .flatMap(checked -> Mono.usingWhen(
                        Mono.fromSupplier(() -> new R2dbcDatabase(into)),
                        database -> requireUsable(database, into)
                                .then(Mono.defer(() -> prepare(database, into)))
                                .then(Mono.defer(() -> from.load(checked, database))),
                        R2dbcDatabase::close));
    }

    private static Mono<SqlStore> open(PostgresOptions options, KeyProvider keys, R2dbcDatabase database) {
        Keyrings keyrings = new Keyrings(database, keys, Randomness.secure(), Clock.systemUTC());
        SqlStore store = new SqlWalletStore(database, keyrings);
        return requireUsable(database, options)
                .then(Mono.defer(() -> prepare(database, options)))
                .then(keyrings.check())
                .then(Mono.defer(database::prune))
                .thenReturn(store)
                .onErrorResume(e -> store.close().then(Mono.error(e)))
                .doOnCancel(() -> store.close().subscribe());
    }

    private static Mono<Void> requireUsable(R2dbcDatabase database, PostgresOptions options) {
        return database.read(tx -> tx.query(FACTS, row -> fault(row.integer(0), row.text(1)))
                        .single())
                .flatMap(fault -> fault.isEmpty()
                        ? Mono.empty()
                        : Mono.error(Errors.unavailable(options.place() + " cannot be used: " + fault, null)));
    }

    private static String fault(long version, String encoding) {
        if (version < OLDEST_VERSION) {
            return "PostgreSQL is older than " + OLDEST_VERSION / 10_000;
        }
        return encoding.equals("UTF8") ? "" : "its encoding is " + encoding + ", not UTF8";
    }

    private static Mono<Void> prepare(R2dbcDatabase database, PostgresOptions options) {
        return database.read(PostgresStore::isComplete).flatMap(complete -> {
            if (complete) {
                return Mono.empty();
            }
            return options.migrate()
                    ? MIGRATIONS.apply(oneAtATime(database.plain()))
                    : Mono.error(Errors.unavailable(
                            options.place() + " lacks tables: apply the scripts of io/nutflux/store/sql/postgres,"
                                    + " or let the store migrate",
                            null));
        });
    }

    private static Mono<Boolean> isComplete(Tx tx) {
        return tx.query(HAS_VERSIONS, row -> row.integer(0) == 1)
                .single()
                .flatMap(there -> there ? MIGRATIONS.isComplete(tx) : Mono.just(false));
    }

    /** The database, for one process at a time, which may take its time. */
    private static Database oneAtATime(Database database) {
        return new Database() {
            @Override
            public <T> Mono<T> inTransaction(Function<Tx, Mono<T>> body) {
                return database.inTransaction(
                        tx -> tx.query(ONE_AT_A_TIME, row -> true).then(Mono.defer(() -> body.apply(tx))));
            }

            @Override
            public <T> Flux<T> snapshot(Function<Tx, Flux<T>> body) {
                return database.snapshot(body);
            }

            @Override
            public Mono<Void> close() {
                return database.close();
            }
        };
    }
}
