package io.nutflux.store.sql;

import io.nutflux.vault.Backups;
import io.nutflux.vault.KeyProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One encrypted file with all of a SQL store: the rows of its tables as values that each database has, so that a backup of
 * SQLite can be restored into PostgreSQL and the other way. Immutable.
 *
 * <pre>
 * store.backup(BackupFile.of(path, keys))               writes it
 * BackupFile.of(path, keys).check()                     reads it through
 * SqliteStore.restore(BackupFile.of(path, keys), file)  makes a new store of it
 * PostgresStore.restore(BackupFile.of(path, keys), options)
 * </pre>
 *
 * Secrets in it stay sealed with the wallets' data keys, and these wrapped by the store's own key provider. So what is read
 * from a file needs {@code keys}, and opening the store that is made of it needs the provider that the store had when the
 * backup was made. The two may be the same.
 *
 * <p>The file format is that of {@link Backups}. Results arrive on threads of the library's own.
 */
public final class BackupFile {

    private final Path file;
    private final KeyProvider keys;
    private final Clock clock;
    private final Consumer<BackupProgress> listener;

    private BackupFile(Path file, KeyProvider keys, Clock clock, Consumer<BackupProgress> listener) {
        this.file = file;
        this.keys = keys;
        this.clock = clock;
        this.listener = listener;
    }

    /** A backup in {@code file}, under a key that {@code keys} wraps; the provider stays the caller's to close. */
    public static BackupFile of(Path file, KeyProvider keys) {
        return new BackupFile(file, keys, Clock.systemUTC(), progress -> {});
    }

    /**
     * The same, which tells {@code listener} how far it is, every few hundred rows, on a thread that must not be
     * blocked, one call after the other. What the listener throws ends the work as an error.
     */
    public BackupFile withProgress(Consumer<BackupProgress> told) {
        return new BackupFile(file, keys, clock, told);
    }

    BackupFile withClock(Clock other) {
        return new BackupFile(file, keys, other, listener);
    }

    /**
     * Reads the backup through, to its end, and emits what is in it: whether it is whole, unchanged and opens with these
     * keys. Nothing is written.
     *
     * <p>Fails with a {@link io.nutflux.error.StoreException}: {@code WRONG_KEY}; {@code TAMPERED} if it was edited; {@code
     * CORRUPT} if it was cut or is no backup of a store; {@code NEWER_SCHEMA} if its format is a later one; {@code UNAVAILABLE}
     * if it cannot be read or a key service does not answer.
     */
    public Mono<BackupSummary> check() {
        return checked().map(Checked::summary);
    }

    /** A backup that was read through. */
    record Checked(BackupContent content, BackupSummary summary) {}

    Mono<Checked> checked() {
        return Mono.defer(() -> {
            Backups backups = Backups.of(keys);
            BackupDecoder decoder = new BackupDecoder();
            return backups.read(file)
                    .doOnNext(piece -> tell(decoder.feed(piece), decoder.total()))
                    .then(backups.header(file))
                    .map(header -> {
                        BackupContent content = decoder.content();
                        return new Checked(content, content.summary(header));
                    });
        });
    }

    private void tell(List<BackupDecoder.Batch> batches, long rows) {
        if (!batches.isEmpty()) {
            BackupTable last = batches.get(batches.size() - 1).table();
            listener.accept(new BackupProgress(BackupProgress.Step.CHECKING, last.name(), rows, null));
        }
    }

    /** Writes all of a state of {@code database}. Leaves no file on an error or a cancellation. */
    Mono<BackupSummary> write(Database database) {
        return Mono.defer(() -> {
            StoreDump dump = new StoreDump(listener);
            return Backups.of(keys)
                    .write(file, clock.instant(), database.snapshot(dump::content))
                    .map(header -> dump.written().summary(header));
        });
    }

    /** Loads what was {@link #checked} into the empty tables of {@code database}, all or nothing. */
    Mono<BackupSummary> load(Checked checked, Database database) {
        return Mono.defer(() -> {
            // A transaction that is begun runs to its end, so that its input has to end for it to fail.
            Sinks.Empty<Void> cancelled = Sinks.empty();
            StoreLoad load = new StoreLoad(clock.instant(), checked, listener);
            Flux<byte[]> content = Backups.of(keys).read(file).takeUntilOther(cancelled.asMono());
            return database.inTransaction(tx -> load.into(tx, content).thenReturn(true))
                    .doOnCancel(cancelled::tryEmitEmpty)
                    .thenReturn(checked.summary());
        });
    }
}
