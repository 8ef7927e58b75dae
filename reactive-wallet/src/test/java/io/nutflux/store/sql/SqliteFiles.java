package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.store.WalletStore;
import io.nutflux.vault.KeyProvider;
import io.nutflux.vault.TestKeys;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Opening stores, and looking into their files beside them. */
final class SqliteFiles {

    private static final Duration LONG = Duration.ofSeconds(30);

    private SqliteFiles() {}

    static SqlStore open(Path file) {
        return open(file, TestKeys.provider());
    }

    static SqlStore open(Path file, KeyProvider keys) {
        return SqliteStore.open(file, keys).block(LONG);
    }

    static void close(WalletStore store) {
        store.close().block(LONG);
    }

    /** The kind of error that opening fails with. */
    static StoreException.Kind failureOf(Path file) {
        try {
            close(open(file));
        } catch (StoreException e) {
            return e.kind();
        }
        throw new AssertionError("it opened");
    }

    static void execute(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of all rows. */
    static List<String> query(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(results.getString(1));
            }
            return rows;
        }
    }
}
