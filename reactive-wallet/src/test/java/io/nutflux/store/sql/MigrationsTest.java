package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.store.sql.Migrations.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Step ONE =
            new Step(1, "V1__one.sql", "-- first; really\nCREATE TABLE one (a TEXT);\nINSERT INTO one VALUES ('x');\n");
    private static final Step TWO = new Step(2, "V2__two.sql", "ALTER TABLE one ADD COLUMN b TEXT;");
    private static final Step BROKEN =
            new Step(3, "V3__broken.sql", "CREATE TABLE three (a TEXT); CREATE TABLE one (a TEXT);");

    @TempDir
    Path directory;

    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteDatabase.start(directory.resolve("test.db"));
    }

    @AfterEach
    void close() {
        database.close().block(LONG);
    }

    @Test
    void apply_twice_runsEachStepOnce() {
        apply(ONE);
        apply(ONE, TWO);
        apply(ONE, TWO);
        assertThat(select("SELECT version || name FROM schema_version ORDER BY version"))
                .containsExactly("1V1__one.sql", "2V2__two.sql");
        assertThat(select("SELECT a FROM one WHERE b IS NULL")).containsExactly("x");
    }

    @Test
    void apply_stepFails_leavesTheStepsBefore() {
        assertThatThrownBy(() -> apply(ONE, TWO, BROKEN)).isInstanceOf(StoreException.class);
        assertThat(select("SELECT MAX(version) || '' FROM schema_version")).containsExactly("2");
        assertThat(select("SELECT name FROM sqlite_schema WHERE name = 'three'"))
                .isEmpty();
    }

    @Test
    void apply_changedScript_refused() {
        apply(ONE, TWO);
        assertKind(StoreException.Kind.CORRUPT, new Step(1, ONE.name(), ONE.script() + " "), TWO);
    }

    @Test
    void apply_olderLibrary_refused() {
        apply(ONE, TWO);
        assertKind(StoreException.Kind.NEWER_SCHEMA, ONE);
    }

    private void assertKind(StoreException.Kind kind, Step... steps) {
        assertThatThrownBy(() -> apply(steps))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private void apply(Step... steps) {
        new Migrations(List.of(steps)).apply(database).block(LONG);
    }

    private List<String> select(String sql) {
        return database.inTransaction(tx -> tx.query(sql, row -> row.text(0)).collectList())
                .block(LONG);
    }
}
