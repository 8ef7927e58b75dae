package io.nutflux.store.sql;

import io.nutflux.store.WalletStore;
import java.nio.file.Path;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The embedded durable store: one SQLite file, for one process at a time.
 *
 * <p>Needs {@code org.xerial:sqlite-jdbc} on the class path. Each command is on the disk ({@code synchronous = FULL})
 * when it completes. All work is done on one thread of the store's own, {@code nutflux-sqlite}, which also delivers the
 * results; at most 10,000 commands wait for it, more fail with {@code UNAVAILABLE}.
 */
public final class SqliteStore {

    private static final String FOLDER = "sqlite";
    private static final List<String> SCRIPTS = List.of("V1__wallet.sql");

    private SqliteStore() {}

    /**
     * Opens the store in {@code file}, creating it (mode 0600) and its directory (0700) where they are missing.
     *
     * <p>While it is open, {@code <file>.lock} is locked. Since nobody else can be at work, leases of unfinished
     * operations and of entries of the inbox end with opening: {@code claimDue} and {@code claimInbox} give them all at
     * once.
     *
     * <p>Fails with a {@link io.nutflux.error.StoreException}: {@code IN_USE} if it is open already, in whatever process;
     * {@code UNAVAILABLE} if the file cannot be written, is accessible to other users, or is another program's database;
     * {@code NEWER_SCHEMA} or {@code CORRUPT}.
     */
    public static Mono<WalletStore> open(Path file) {
        return Mono.defer(() -> open(SqliteDatabase.start(file)));
    }

    private static Mono<WalletStore> open(SqliteDatabase database) {
        OperationSql operations = new OperationSql();
        InboxSql inbox = new InboxSql();
        WalletStore store = new SqlWalletStore(database, operations, inbox);
        return database.opened()
                .then(Mono.defer(() -> migrations().apply(database)))
                .then(database.inTransaction(operations::voidLeases))
                .then(database.inTransaction(inbox::voidLeases))
                .thenReturn(store)
                .onErrorResume(e -> database.close().then(Mono.error(e)))
                .doOnCancel(() -> database.close().subscribe());
    }

    static Migrations migrations() {
        return Migrations.load(FOLDER, SCRIPTS);
    }
}
