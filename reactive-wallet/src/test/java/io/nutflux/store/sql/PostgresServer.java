package io.nutflux.store.sql;

import io.nutflux.store.WalletStore;
import io.nutflux.vault.TestKeys;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL server for tests, one for the JVM, started when it is first asked for and stopped with it. Each test
 * has a schema of its own.
 */
public final class PostgresServer {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    /** So that it is started once, and only if it is used. */
    private static final class Holder {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .setPGStartupWait(LONG)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private PostgresServer() {}

    public static int port() {
        return Holder.SERVER.getPort();
    }

    /** The URL of a new and empty schema. */
    public static String freshUrl() {
        return urlOf(freshSchema());
    }

    static String freshSchema() {
        String schema = "s" + SCHEMAS.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return schema;
    }

    static String urlOf(String schema) {
        return url(port(), schema);
    }

    static String url(int port, String schema) {
        return "r2dbc:postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres?schema=" + schema;
    }

    static WalletStore open(String url) {
        return PostgresStore.open(PostgresOptions.of(url), TestKeys.provider()).block(LONG);
    }

    static void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The first column of all rows. */
    static List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(results.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection beside the store's, over the other driver. */
    static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port() + "/postgres?user=postgres&password=postgres");
    }
}
