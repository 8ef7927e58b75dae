package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.sqlite.JDBC;

/** The one connection to an SQLite file, with its lock and its prepared statements. For one thread. */
final class SqliteConnection implements AutoCloseable {

    private static final List<String> PRAGMAS = List.of(
            "PRAGMA busy_timeout = 5000",
            "PRAGMA journal_mode = WAL",
            // Each commit is on the disk before it is acknowledged.
            "PRAGMA synchronous = FULL",
            "PRAGMA foreign_keys = ON",
            // What is deleted is overwritten.
            "PRAGMA secure_delete = ON",
            "PRAGMA temp_store = MEMORY",
            "PRAGMA cache_size = -32768",
            "PRAGMA journal_size_limit = 67108864",
            "PRAGMA trusted_schema = OFF");

    private final StoreLock lock;
    private final Connection connection;
    private final Statements statements;

    private SqliteConnection(StoreLock lock, Connection connection) {
        this.lock = lock;
        this.connection = connection;
        this.statements = new Statements(connection);
    }

    static SqliteConnection open(Path file) {
        requirePlain(file);
        try {
            PrivateFiles.createDirectory(file);
            Path real = PrivateFiles.real(file);
            StoreLock lock = StoreLock.acquire(real);
            try {
                if (Files.exists(real)) {
                    PrivateFiles.requirePrivate(real);
                    SqliteCreation.requireContent(real);
                } else {
                    SqliteCreation.create(real);
                }
                return connect(real, lock);
            } catch (IOException | SQLException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw Errors.unavailable(file + ": " + e.getMessage(), e);
        } catch (SQLException e) {
            throw SqliteErrors.translate(e);
        }
    }

    static void requirePlain(Path file) {
        if (file.toString().indexOf('?') >= 0) {
            throw Errors.unavailable("the driver takes what follows a '?' in a path for settings: " + file, null);
        }
    }

    private static SqliteConnection connect(Path file, StoreLock lock) throws SQLException {
        Connection connection = connect(file);
        SqliteConnection opened = new SqliteConnection(lock, connection);
        try {
            for (String pragma : PRAGMAS) {
                opened.execute(pragma);
            }
            opened.requireOwnTables(file);
            return opened;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    static Connection connect(Path file) throws SQLException {
        return JDBC.createConnection(JDBC.PREFIX + file.toAbsolutePath(), new Properties());
    }

    Tx tx() {
        return new JdbcTx(statements);
    }

    /** Runs one statement without parameters, prepared afresh: such must work whatever failed before. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        try (lock;
                connection) {
            statements.close();
        }
    }

    private void requireOwnTables(Path file) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT COUNT(*), COALESCE(SUM(name = 'schema_version'), 0) FROM sqlite_schema")) {
            if (result.next() && result.getLong(1) > 0 && result.getLong(2) == 0) {
                throw new StoreException(
                        StoreException.Kind.UNAVAILABLE, file + " is a database of something else", null);
            }
        }
    }
}
