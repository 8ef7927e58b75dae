package io.nutflux.store.sql;

import io.nutflux.store.WalletStore;
import io.nutflux.vault.TestKeys;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * A real PostgreSQL server for tests, on loopback. Most tests use the {@linkplain #shared() one of the JVM}, each with a
 * schema of its own; a test that stops the server, or for which it matters what is on the disk, has a server of its own.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final boolean durable;
    private final Path data;
    private final AtomicInteger schemas = new AtomicInteger();
    private EmbeddedPostgres server;
    private int port;

    private PostgresServer(boolean durable) {
        this.durable = durable;
        try {
            this.data = Files.createTempDirectory("nutflux-postgres-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** So that it is started once, and only if it is used. */
    private static final class Holder {
        private static final PostgresServer SHARED = new PostgresServer(false);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SHARED::close));
        }
    }

    /** The JVM's own, which is stopped with it. It does not wait for the disk. */
    public static PostgresServer shared() {
        return Holder.SHARED;
    }

    /** A new one that waits for the disk as a service's would. */
    public static PostgresServer durable() {
        return new PostgresServer(true);
    }

    public int port() {
        return port;
    }

    /** The URL of a new and empty schema. */
    public String freshUrl() {
        return url(freshSchema());
    }

    /** A new and empty schema. */
    public String freshSchema() {
        String schema = "s" + schemas.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return schema;
    }

    public String url(String schema) {
        return url(port, schema);
    }

    /** The same at another port, such as a proxy's. */
    static String url(int port, String schema) {
        return "r2dbc:postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres?schema=" + schema
                + "&applicationName=" + schema;
    }

    static WalletStore open(String url) {
        return PostgresStore.open(PostgresOptions.of(url), TestKeys.provider()).block(LONG);
    }

    static void close(WalletStore store) {
        store.close().block(LONG);
    }

    void execute(String... statements) {
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
    List<String> query(String sql) {
        return query("SELECT 1", sql);
    }

    /** The same, after {@code before} in the same session. */
    List<String> query(String before, String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(before);
            List<String> rows = new ArrayList<>();
            try (ResultSet results = statement.executeQuery(sql)) {
                while (results.next()) {
                    rows.add(results.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The rows of all tables of a schema as text, as a dump has them. */
    public byte[] dump(String schema) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Connection connection = connect()) {
            for (String table : query("SELECT tablename FROM pg_tables WHERE schemaname = '" + schema + "'")) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY " + schema + "." + table + " TO STDOUT", out);
            }
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** The file of the write-ahead log that is written to. */
    public String currentLog() {
        return query("SELECT pg_walfile_name(pg_current_wal_lsn())").get(0);
    }

    /** What is on the disk of a schema's tables and indexes, and of the log from the file {@code from} on. */
    public byte[] files(String schema, String from) {
        execute("CHECKPOINT");
        String of = "relnamespace = '" + schema + "'::regnamespace";
        List<Path> paths = new ArrayList<>();
        for (String path : query("SELECT pg_relation_filepath(oid) FROM pg_class WHERE relfilenode <> 0 AND (" + of
                + " OR oid IN (SELECT reltoastrelid FROM pg_class WHERE " + of + "))")) {
            paths.add(data.resolve(path));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Stream<Path> log = Files.list(data.resolve("pg_wal"))) {
            log.filter(file -> file.getFileName().toString().matches("[0-9A-F]{24}"))
                    .filter(file -> file.getFileName().toString().compareTo(from) >= 0)
                    .forEach(paths::add);
            for (Path path : paths) {
                out.writeBytes(Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A connection beside the store's, over the other driver. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port
                + "/postgres?user=postgres&password=postgres&preferQueryMode=simple");
    }

    /** Stops it as an operator would: connections are told, and closed. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it, as a power cut would stop it: what its processes had in memory is gone. */
    void kill() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            List<ProcessHandle> processes = new ArrayList<>();
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            processes.add(postmaster);
            postmaster.descendants().forEach(processes::add);
            processes.forEach(ProcessHandle::destroyForcibly);
            processes.forEach(process -> process.onExit().join());
            stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it again, at the same port. */
    public void start() {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("fsync", durable ? "on" : "off")
                    .setServerConfig("synchronous_commit", durable ? "on" : "off")
                    .setServerConfig("full_page_writes", durable ? "on" : "off")
                    .setPGStartupWait(LONG);
            if (port != 0) {
                builder.setPort(port);
            }
            server = builder.start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> paths = Files.walk(data)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
