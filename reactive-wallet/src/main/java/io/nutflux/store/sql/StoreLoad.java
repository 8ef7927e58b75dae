package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.store.sql.BackupDecoder.Batch;
import io.nutflux.store.sql.BackupTables.Stored;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The content of a backup into the empty tables of a store, in one transaction, and with it what has to be known of a store
 * that was asleep: its wallets' counters lag behind, and nobody is at work on its operations and entries.
 */
final class StoreLoad {

    private static final String NO_EPOCH = "DELETE FROM key_epoch";
    private static final String COUNT_WALLETS = "SELECT COUNT(*) FROM restored";

    private final Instant now;
    private final BackupContent expected;
    private final long total;
    private final Consumer<BackupProgress> listener;

    StoreLoad(Instant now, BackupFile.Checked checked, Consumer<BackupProgress> listener) {
        this.now = now;
        this.expected = checked.content();
        this.total = checked.summary().totalRows();
        this.listener = listener;
    }

    /**
     * Adds the rows of {@code pieces}. Fails with {@code CONFLICT} if there are rows already, and with {@code CORRUPT}
     * unless the content is what was checked, to its end.
     */
    Mono<Void> into(Tx tx, Flux<byte[]> pieces) {
        return lock(tx).then(requireSchema(tx))
                .then(requireEmpty(tx))
                .then(tx.update(NO_EPOCH))
                .then(BackupTables.of(tx))
                .flatMap(tables -> Mono.defer(() -> rows(tx, tables, pieces)).then(Mono.defer(() -> mark(tx, tables))))
                .then(Mono.defer(() -> new OperationSql().voidLeases(tx)))
                .then(Mono.defer(() -> new InboxSql().voidLeases(tx)))
                .then(Mono.defer(() -> requireWallets(tx)));
    }

    /** So that nobody adds a row between the look and the end: a replica that started already waits. */
    private static Mono<Void> lock(Tx tx) {
        return tx.dialect() == Dialect.SQLITE
                ? Mono.empty()
                : tx.update("LOCK TABLE " + String.join(", ", own()) + " IN SHARE ROW EXCLUSIVE MODE")
                        .then();
    }

    private Mono<Void> requireSchema(Tx tx) {
        return BackupTables.version(tx).flatMap(version -> {
            if (version == expected.schema()) {
                return Mono.empty();
            }
            String differ =
                    "the backup's tables are of version " + expected.schema() + ", those of this library of " + version;
            return Mono.error(
                    expected.schema() > version
                            ? new StoreException(
                                    Kind.NEWER_SCHEMA, differ + ": restore it with the library that wrote it", null)
                            : Errors.unavailable(
                                    differ + ": restore it with the library that wrote it, then open the store with"
                                            + " this one, which brings the tables up to date",
                                    null));
        });
    }

    private static Mono<Void> requireEmpty(Tx tx) {
        return Flux.fromStream(own().stream().filter(name -> !name.equals("key_epoch")))
                .concatMap(name -> tx.query("SELECT 1 FROM " + name + " LIMIT 1", row -> name))
                .next()
                .flatMap(name -> Mono.<Void>error(Errors.conflict("the store has rows already (table " + name
                        + "): a backup is restored into a new store only")));
    }

    private static List<String> own() {
        return Stream.concat(BackupTables.TRAVEL.stream(), Stream.of("restored", "caught_up"))
                .toList();
    }

    private Mono<Void> rows(Tx tx, List<Stored> tables, Flux<byte[]> pieces) {
        Map<String, BackupTable> known = new LinkedHashMap<>();
        tables.forEach(stored -> known.put(stored.table().name(), stored.table()));
        BackupDecoder decoder = new BackupDecoder();
        AtomicLong done = new AtomicLong();
        return pieces.map(decoder::feed)
                .concatMap(
                        batches -> Flux.fromIterable(batches)
                                .concatMap(batch -> insert(tx, known, batch))
                                .doOnNext(batch -> tell(batch, done)),
                        1)
                .then(Mono.fromRunnable(() -> {
                    if (!decoder.content().equals(expected)) {
                        throw BackupFormat.corrupt("was changed while it was read");
                    }
                }));
    }

    private static Mono<Batch> insert(Tx tx, Map<String, BackupTable> known, Batch batch) {
        BackupTable table = batch.table();
        if (!table.equals(known.get(table.name()))) {
            return Mono.error(BackupFormat.corrupt("has a table that this library does not know: " + table.name()));
        }
        return tx.batch(table.insert(), batch.rows()).thenReturn(batch);
    }

    private void tell(Batch batch, AtomicLong done) {
        listener.accept(new BackupProgress(
                BackupProgress.Step.LOADING,
                batch.table().name(),
                done.addAndGet(batch.rows().size()),
                total));
    }

    /** Every wallet that has a row anywhere. */
    private Mono<Void> mark(Tx tx, List<Stored> tables) {
        return Flux.fromStream(tables.stream().map(Stored::table).filter(BackupTable::isOfWallets))
                .concatMap(table -> tx.update(
                        "INSERT INTO restored (wallet, restored_at) SELECT DISTINCT wallet, CAST($1 AS BIGINT) FROM "
                                + table.name() + " WHERE wallet IS NOT NULL ON CONFLICT (wallet) DO NOTHING",
                        Columns.time(now)))
                .then();
    }

    private Mono<Void> requireWallets(Tx tx) {
        return tx.query(COUNT_WALLETS, row -> row.integer(0))
                .single()
                .flatMap(count -> count == expected.wallets()
                        ? Mono.empty()
                        : Mono.error(BackupFormat.corrupt("has another number of wallets than it says")));
    }
}
