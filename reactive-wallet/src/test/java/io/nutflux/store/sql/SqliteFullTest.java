package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A file that takes no more, for now: commands fail and change nothing, reading goes on, and so does all once it can. */
class SqliteFullTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String INSERT = "INSERT INTO t (id, filling) VALUES ($1, zeroblob(1000))";

    @TempDir
    private Path directory;

    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteDatabase.start(directory.resolve("test.db"));
        run(tx -> tx.update("CREATE TABLE t (id INTEGER PRIMARY KEY, filling BLOB) STRICT"));
    }

    @AfterEach
    void close() {
        database.close().block(LONG);
    }

    @Test
    void diskFull_commandsFailWhole_andWorkOnceThereIsRoom() {
        pages(20);
        List<Long> stored = new ArrayList<>();
        StoreException full = null;
        for (long id = 0; full == null; id += 2) {
            long first = id;
            try {
                // Two rows or none.
                run(tx -> tx.update(INSERT, first).then(tx.update(INSERT, first + 1)));
                stored.add(first);
                stored.add(first + 1);
            } catch (StoreException e) {
                full = e;
            }
        }
        assertThat(full.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(full).hasMessageContaining("SQLITE_FULL");
        assertThat(stored).hasSizeGreaterThan(2);
        assertThat(rows()).isEqualTo(stored);

        pages(1_000);
        run(tx -> tx.update(INSERT, 1_000L));
        stored.add(1_000L);
        assertThat(rows()).isEqualTo(stored);
    }

    @Test
    void diskFull_amongManyCommandsAtOnce_eachSucceedsOrFailsByItself() {
        pages(20);
        List<Long> stored = Flux.range(0, 200)
                .flatMap(
                        i -> database.inTransaction(tx -> tx.update(INSERT, (long) i))
                                .thenReturn((long) i)
                                .onErrorResume(StoreException.class, e -> {
                                    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                                    return Mono.empty();
                                }),
                        200)
                .collectSortedList()
                .block(LONG);
        assertThat(stored).isNotEmpty().hasSizeLessThan(200);
        assertThat(rows()).isEqualTo(stored);
    }

    @Test
    void readOnlyFromSomeMomentOn_commandsFailAndChangeNothing() throws SQLException {
        run(tx -> tx.update(INSERT, 1L));
        run(tx -> tx.update("PRAGMA query_only = ON"));
        assertThatThrownBy(() -> run(tx -> tx.update(INSERT, 2L)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageContaining("SQLITE_READONLY");
        close();
        assertThat(SqliteFiles.query(directory.resolve("test.db"), "SELECT id FROM t"))
                .containsExactly("1");
    }

    @Test
    void open_fileThatMayNotBeWritten_unavailableAndLeftAlone() throws IOException {
        Path file = directory.resolve("wallet.db");
        SqliteFiles.close(SqliteFiles.open(file));
        byte[] before = Files.readAllBytes(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        Assumptions.assumeFalse(Files.isWritable(file), "the administrator may write to every file");
        assertThat(SqliteFiles.failureOf(file)).isEqualTo(Kind.UNAVAILABLE);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    /** How large the file may grow. */
    private void pages(int most) {
        long set = run(tx -> tx.query("PRAGMA max_page_count = " + most, row -> row.integer(0))
                .single());
        assertThat(set).isEqualTo(most);
    }

    private <T> T run(Function<Tx, Mono<T>> body) {
        return database.inTransaction(body).block(LONG);
    }

    private List<Long> rows() {
        return run(tx ->
                tx.query("SELECT id FROM t ORDER BY id", row -> row.integer(0)).collectList());
    }
}
