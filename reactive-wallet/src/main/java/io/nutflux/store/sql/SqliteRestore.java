package io.nutflux.store.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A new SQLite file from a backup: made under another name beside, and given its own when all of it is on the disk. So what a
 * crash leaves is never taken for a store.
 */
final class SqliteRestore {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteRestore.class);
    private static final String SUFFIX = ".restoring";

    /** The file is nobody's yet and thrown away on any failure, so the disk is waited for once, at the end. */
    private static final List<String> LOADING = List.of(
            "PRAGMA journal_mode = MEMORY",
            "PRAGMA synchronous = OFF",
            "PRAGMA foreign_keys = ON",
            "PRAGMA temp_store = MEMORY",
            "PRAGMA trusted_schema = OFF");

    private final BackupFile from;
    private final Path file;
    private final List<String> pragmas;

    SqliteRestore(BackupFile from, Path file) {
        this(from, file, List.of());
    }

    /** @param more settings of the connection that loads */
    SqliteRestore(BackupFile from, Path file, List<String> more) {
        this.from = from;
        this.file = file;
        this.pragmas = Stream.concat(LOADING.stream(), more.stream()).toList();
    }

    Mono<BackupSummary> run() {
        return Mono.usingWhen(Mono.fromSupplier(Attempt::new), Attempt::run, Attempt::end)
                .onErrorMap(
                        IOException.class, e -> Errors.unavailable(file + " cannot be written: " + e.getMessage(), e));
    }

    /** One run, with a thread on which everything but the reading of the backup happens. */
    private final class Attempt {

        private final SqliteSession session = new SqliteSession();
        private @Nullable Path target;
        private @Nullable Path made;

        Mono<BackupSummary> run() {
            return session.done(this::requireFree)
                    .then(from.checked())
                    .flatMap(checked -> session.done(this::make)
                            .then(Mono.defer(() -> SqliteStore.migrations().apply(session)))
                            .then(Mono.defer(() -> from.load(checked, session))))
                    .flatMap(summary -> session.done(this::publish).thenReturn(summary));
        }

        /** Whatever became of it. */
        Mono<Void> end() {
            return session.done(this::discard).onErrorComplete().then(session.close());
        }

        private void requireFree() {
            SqliteConnection.requirePlain(file);
            // A log of a database that is gone would be taken for the new one's.
            for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
                Path there = file.resolveSibling(file.getFileName() + suffix);
                if (Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
                    throw Errors.conflict(
                            there + " is there already: a backup is restored into a new file; move the old ones away");
                }
            }
        }

        private void make() throws IOException, SQLException {
            PrivateFiles.createDirectory(file);
            Path real = PrivateFiles.real(file);
            Path temporary =
                    Files.createTempFile(real.getParent(), real.getFileName() + ".", SUFFIX, PrivateFiles.attributes());
            target = real;
            made = temporary;
            session.connect(temporary, pragmas);
        }

        private void publish() throws IOException, SQLException {
            Path from = Objects.requireNonNull(made);
            Path to = Objects.requireNonNull(target);
            session.disconnect();
            sync(from, StandardOpenOption.WRITE);
            requireFree();
            rename(from, to);
            try {
                sync(Objects.requireNonNull(to.getParent()), StandardOpenOption.READ);
            } catch (IOException e) {
                LOG.debug("a system on which directories are not opened has no sync of them", e);
            }
        }

        private void discard() throws IOException, SQLException {
            session.disconnect();
            if (made != null) {
                Files.deleteIfExists(made);
            }
        }
    }

    /** Never over another file, which a plain move might replace. */
    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            throw Errors.conflict(to + " is there already: a backup is restored into a new file");
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without links.
            Files.move(from, to);
            return;
        }
        Files.delete(from);
    }

    private static void sync(Path path, OpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
