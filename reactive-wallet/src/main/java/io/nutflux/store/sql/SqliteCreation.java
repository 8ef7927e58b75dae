package io.nutflux.store.sql;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes new database files, and tells them from what is left of old ones.
 *
 * <p>A file comes into being under another name and gets its own once it has a first page. So a crash in between leaves
 * no file of that name, and an empty one was never a store that had just begun: it is damage, like a database that is gone
 * beside its log of changes. To SQLite both would be new databases, and whoever opens a store in place of the old one takes
 * its counters from the beginning again.
 */
final class SqliteCreation {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteCreation.class);
    private static final String LOG_SUFFIX = "-wal";
    private static final List<String> BESIDE = List.of("", LOG_SUFFIX, "-shm", "-journal");

    private SqliteCreation() {}

    /** Fails with {@code CORRUPT} if the file is empty. */
    static void requireContent(Path file) throws IOException {
        if (Files.size(file) == 0) {
            throw Errors.corrupt(file + " is empty, so what was in it is lost: put a backup in its place,"
                    + " or delete it if no store was ever in it");
        }
    }

    /** Makes {@code file} (0600), which is missing. Fails with {@code CORRUPT} if its log is there without it. */
    static void create(Path file) throws IOException, SQLException {
        Path log = beside(file, LOG_SUFFIX);
        if (Files.exists(log) && Files.size(log) > 0) {
            throw Errors.corrupt(file + " is missing, and its log " + log.getFileName()
                    + " is there: the two belong together, so put both or a backup in their place");
        }
        Path draft = beside(file, ".new");
        for (String suffix : BESIDE) {
            Files.deleteIfExists(beside(draft, suffix));
        }
        Files.createFile(draft, PrivateFiles.attributes());
        try (Connection connection = SqliteConnection.connect(draft);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
        }
        Files.move(draft, file, ATOMIC_MOVE);
        synchronize(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** The new name is to be on the disk before anything that is stored under it. */
    private static void synchronize(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("{} cannot be synchronized, as on systems that need no such thing", directory, e);
        }
    }
}
