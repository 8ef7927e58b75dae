package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.sql.BackupDamageTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException.Kind;
import io.nutflux.vault.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** A backup that cannot be written to its end leaves no file, and the store goes on. */
class BackupFaultTest {

    @TempDir
    private Path directory;

    private final Lives lives = new Lives(WALLET, 3);
    private SqlStore store;

    private void open(String kind) {
        store = (kind.equals("sqlite") ? BackupPlace.sqlite(directory.resolve("store")) : BackupPlace.postgres())
                .open();
        lives.redeem(store).block(BackupPlace.LONG);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close().block(BackupPlace.LONG);
        }
    }

    private BackupFile backup() {
        return BackupFile.of(directory.resolve("backup"), TestKeys.provider());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void backup_cancelledAgainAndAgain_leavesNoFileAndNoConnection(String kind) {
        open(kind);
        for (int i = 0; i < 20; i++) {
            Sinks.Empty<Void> enough = Sinks.empty();
            store.backup(backup().withProgress(told -> enough.tryEmitEmpty()))
                    .takeUntilOther(enough.asMono())
                    .block(BackupPlace.LONG);
            Awaitility.await().atMost(BackupPlace.LONG).until(() -> Files.notExists(directory.resolve("backup")));
        }
        // More than a pool has, and than an SQLite store allows at a time.
        assertThat(store.backup(backup()).block(BackupPlace.LONG).totalRows()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void backup_cancelledBeforeItBegins_leavesNoFileAndNoConnection(String kind) {
        open(kind);
        for (int i = 0; i < 20; i++) {
            store.backup(backup()).subscribe().dispose();
        }
        BackupFile other = BackupFile.of(directory.resolve("other"), TestKeys.provider());
        assertThat(store.backup(other).block(BackupPlace.LONG).totalRows()).isPositive();
        Awaitility.await().atMost(BackupPlace.LONG).until(() -> Files.notExists(directory.resolve("backup")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void backup_whoseListenerThrows_failsWithThat_andLeavesNoFile(String kind) {
        open(kind);
        Consumer<BackupProgress> angry = told -> {
            throw new IllegalStateException("no more");
        };
        assertThatThrownBy(() -> store.backup(backup().withProgress(angry)).block(BackupPlace.LONG))
                .hasMessage("no more");
        assertThat(directory.resolve("backup")).doesNotExist();
    }

    @Test
    void backup_ontoAFileOrWithoutADirectory_isUnavailable_andTheFileStays() throws IOException {
        open("sqlite");
        Files.writeString(directory.resolve("backup"), "an older one");
        assertFails(store.backup(backup()), Kind.UNAVAILABLE);
        assertThat(directory.resolve("backup")).hasContent("an older one");
        assertFails(
                store.backup(BackupFile.of(directory.resolve("none").resolve("b"), TestKeys.provider())),
                Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void backup_ofAClosedStore_isClosed(String kind) {
        open(kind);
        store.close().block(BackupPlace.LONG);
        assertFails(store.backup(backup()), Kind.CLOSED);
        assertThat(directory.resolve("backup")).doesNotExist();
    }

    @Test
    void snapshot_whoseConnectionIsLost_isUnavailable_andTheNextOneWorks() {
        R2dbcDatabase database = new R2dbcDatabase(
                PostgresOptions.builder(PostgresServer.shared().freshUrl())
                        .poolSize(1)
                        .build());
        Flux<String> lost = database.snapshot(
                tx -> tx.query("SELECT pg_terminate_backend(pg_backend_pid())::text", row -> row.text(0)));
        for (int i = 0; i < 3; i++) {
            assertFails(lost.then(), Kind.UNAVAILABLE);
        }
        assertThat(database.snapshot(tx -> tx.query("SELECT 'here'", row -> row.text(0)))
                        .blockLast(BackupPlace.LONG))
                .isEqualTo("here");
        database.close().block(BackupPlace.LONG);
    }

    /** The wallet's own connection does not wait for the reader, nor the reader for it. */
    @Test
    void backup_heldUpInTheMiddle_keepsNobodyFromWriting() {
        open("sqlite");
        Consumer<BackupProgress> writer = told -> {
            if (told.table().equals("data_key")) {
                // On the thread that would read on: it does not until this is done.
                lives.redeem(store).toFuture().join();
            }
        };
        BackupSummary summary = store.backup(backup().withProgress(writer)).block(BackupPlace.LONG);
        assertThat(summary.rows()).containsEntry("ledger", 1L);
        assertThat(store.ledger(WALLET, 10).count().block(BackupPlace.LONG)).isEqualTo(2);
    }
}
