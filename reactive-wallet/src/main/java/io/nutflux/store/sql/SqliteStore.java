package io.nutflux.store.sql;

import io.nutflux.crypto.Randomness;
import io.nutflux.vault.KeyProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The embedded durable store: one SQLite file, for one process at a time.
 *
 * <p>Needs {@code org.xerial:sqlite-jdbc} on the class path. Each command is on the disk ({@code synchronous = FULL})
 * when it completes. All of SQLite's work is done on one thread of the store's own, {@code nutflux-sqlite}, which also delivers
 * the results, but for secrets, which are opened and delivered on {@code nutflux-opening-…}; at most 10,000 commands wait for
 * it, more fail with {@code UNAVAILABLE}.
 */
public final class SqliteStore {

    private static final String FOLDER = "sqlite";
    private static final List<String> SCRIPTS = List.of("V1__wallet.sql");

    private SqliteStore() {}

    /**
     * Opens the store in {@code file}, creating it (mode 0600) and its directory (0700) where they are missing. Secrets in it
     * are sealed with keys that {@code keys} wraps; there is no mode without. The store does not close the provider.
     *
     * <p>While it is open, {@code <file>.lock} is locked. Since nobody else can be at work, leases of unfinished
     * operations and of entries of the inbox end with opening: {@code claimDue} and {@code claimInbox} give them all at
     * once.
     *
     * <p>Fails with a {@link io.nutflux.error.StoreException}: {@code IN_USE} if it is open already, in whatever process;
     * {@code WRONG_KEY} if {@code keys} cannot unwrap what it finds, as with a wrong password, and then changes nothing;
     * {@code UNAVAILABLE} if the file cannot be written, is accessible to other users, or is another program's database, or
     * if a key service does not answer; {@code NEWER_SCHEMA}; {@code CORRUPT}, also for an empty file and for a missing one
     * whose log is there: a crash while the store is created leaves neither.
     */
    public static Mono<SqlStore> open(Path file, KeyProvider keys) {
        return Mono.defer(() -> open(SqliteDatabase.start(file), keys));
    }

    /**
     * Makes a store in {@code file}, which must not be there, of a backup. The backup is read through first; then it is loaded
     * into a file beside, {@code <file>.….restoring}, which gets its name when all is on the disk. So on an error or a
     * cancellation there is no store; only if the process is killed the other file stays behind, and may be deleted. Modes
     * are those of {@link #open}. Leases of the processes of that time are ended, and every wallet is marked: the counters lag
     * behind what its mints have signed since.
     *
     * <p>The store opens with the key provider that the backed-up store had then.
     *
     * <p>Emits what was loaded. Fails as {@link BackupFile#check}, with {@code CONFLICT} if {@code file} or something that
     * belongs to it is there already, and with {@code UNAVAILABLE} if it cannot be written.
     */
    public static Mono<BackupSummary> restore(BackupFile from, Path file) {
        return new SqliteRestore(from, file).run();
    }

    private static Mono<SqlStore> open(SqliteDatabase database, KeyProvider provider) {
        Keyrings keyrings = new Keyrings(database, provider, Randomness.secure(), Clock.systemUTC());
        SqlStore store = new SqlWalletStore(database, keyrings);
        return database.opened()
                .then(Mono.defer(() -> migrations().apply(database)))
                .then(keyrings.check())
                .then(database.inTransaction(new OperationSql()::voidLeases))
                .then(database.inTransaction(new InboxSql()::voidLeases))
                .thenReturn(store)
                .onErrorResume(e -> store.close().then(Mono.error(e)))
                .doOnCancel(() -> store.close().subscribe());
    }

    static Migrations migrations() {
        return Migrations.load(FOLDER, SCRIPTS);
    }
}
