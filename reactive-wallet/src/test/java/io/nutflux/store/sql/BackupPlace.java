package io.nutflux.store.sql;

import io.nutflux.vault.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Where a store may be, of either kind, for tests of backups. */
interface BackupPlace {

    Duration LONG = Duration.ofSeconds(60);

    Mono<BackupSummary> restore(BackupFile from);

    /** The first column of all rows, read beside the store. */
    List<String> query(String sql);

    /** Whether there is nothing, not even of what was tried. */
    boolean isEmpty();

    SqlStore open();

    static BackupPlace sqlite(Path directory) {
        Path file = directory.resolve("wallet.db");
        return new BackupPlace() {
            @Override
            public SqlStore open() {
                return SqliteFiles.open(file);
            }

            @Override
            public Mono<BackupSummary> restore(BackupFile from) {
                return SqliteStore.restore(from, file);
            }

            @Override
            public List<String> query(String sql) {
                try {
                    return SqliteFiles.query(file, sql);
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public boolean isEmpty() {
                try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
                    return files.findAny().isEmpty();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }

            @Override
            public String toString() {
                return "SQLite";
            }
        };
    }

    static BackupPlace postgres() {
        String schema = PostgresServer.shared().freshSchema();
        return new BackupPlace() {
            @Override
            public SqlStore open() {
                return PostgresStore.open(options(), TestKeys.provider()).block(LONG);
            }

            @Override
            public Mono<BackupSummary> restore(BackupFile from) {
                return PostgresStore.restore(from, options());
            }

            @Override
            public List<String> query(String sql) {
                return PostgresServer.shared().query("SET search_path TO " + schema, sql);
            }

            @Override
            public boolean isEmpty() {
                return BackupTables.TRAVEL.stream()
                        .filter(table -> !query("SELECT to_regclass('" + schema + "." + table + "')")
                                .contains(null))
                        .filter(table -> !table.equals("key_epoch"))
                        .allMatch(
                                table -> query("SELECT COUNT(*) FROM " + table).equals(List.of("0")));
            }

            private PostgresOptions options() {
                return PostgresOptions.of(PostgresServer.shared().url(schema));
            }

            @Override
            public String toString() {
                return "PostgreSQL";
            }
        };
    }
}
