package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.WALLET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.store.sql.BackupProgress.Step;
import io.nutflux.store.sql.CommitProxy.Cut;
import io.nutflux.vault.Backups;
import io.nutflux.vault.KeyProvider;
import io.nutflux.vault.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Backups that are not whole, targets that are not empty, and work that is cut short: a named error, and nothing is left. */
class BackupDamageTest {

    private static final int SEALED = 65_536 + 16;

    @TempDir
    private static Path originals;

    private static Path good;
    private static Path other;

    @TempDir
    private Path directory;

    @BeforeAll
    static void backUp() {
        SqlStore store = SqliteFiles.open(originals.resolve("wallet.db"));
        Lives lives = new Lives(WALLET, 1);
        good = backup(store, "good", lives, 120);
        other = backup(store, "other", lives, 1);
        SqliteFiles.close(store);
        assertThat(good.toFile().length()).isGreaterThan(2 * SEALED);
    }

    private static Path backup(SqlStore store, String name, Lives lives, int redeemed) {
        Flux.range(0, redeemed).flatMap(i -> lives.redeem(store), 16).blockLast(BackupPlace.LONG);
        Path file = originals.resolve(name);
        store.backup(of(file)).block(BackupPlace.LONG);
        return file;
    }

    private static BackupFile of(Path file) {
        return BackupFile.of(file, keys());
    }

    private static KeyProvider keys() {
        return TestKeys.provider("the backup's");
    }

    private BackupPlace place(String kind) {
        return kind.equals("sqlite") ? BackupPlace.sqlite(directory.resolve("new")) : BackupPlace.postgres();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void restore_ofACutBackup_leavesNothing(String kind) throws IOException {
        BackupPlace place = place(kind);
        byte[] whole = Files.readAllBytes(good);
        int header = whole.length % SEALED;
        List<Integer> cuts = new ArrayList<>(List.of(0, 1, 20, 60, whole.length - 1, whole.length - 17));
        for (int chunk = whole.length / SEALED; chunk >= 0; chunk--) {
            // Where the header ends is between these, whatever its length.
            int near = whole.length - chunk * SEALED;
            cuts.addAll(List.of(near - header / 2, near - 1));
        }
        for (int cut : cuts) {
            assertRefused(place, file(Arrays.copyOf(whole, cut)), Kind.CORRUPT, Kind.TAMPERED, Kind.WRONG_KEY);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void restore_ofAnEditedBackup_leavesNothing(String kind) throws IOException {
        BackupPlace place = place(kind);
        byte[] whole = Files.readAllBytes(good);
        for (int i = 0; i < whole.length; i += 9_973) {
            byte[] edited = whole.clone();
            edited[i] ^= 4;
            assertRefused(place, file(edited), Kind.CORRUPT, Kind.TAMPERED, Kind.WRONG_KEY, Kind.NEWER_SCHEMA);
        }
        assertRefused(place, file(Arrays.copyOf(whole, whole.length + 1)), Kind.TAMPERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void restore_underAnotherPassword_isWrongKey(String kind) {
        BackupPlace place = place(kind);
        assertFails(place.restore(BackupFile.of(good, TestKeys.provider("another"))), Kind.WRONG_KEY);
        assertThat(place.isEmpty()).isTrue();
    }

    /** After the check, when rows are already on their way into the tables. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void restore_ofABackupThatIsCutMeanwhile_leavesNothing(String kind) throws IOException {
        byte[] whole = Files.readAllBytes(good);
        assertChangedMeanwhile(place(kind), Arrays.copyOf(whole, whole.length - SEALED), Kind.CORRUPT, Kind.TAMPERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void restore_ofABackupThatIsReplacedMeanwhile_leavesNothing(String kind) throws IOException {
        assertChangedMeanwhile(place(kind), Files.readAllBytes(other), Kind.CORRUPT);
    }

    private void assertChangedMeanwhile(BackupPlace place, byte[] replacement, Kind... kinds) throws IOException {
        Path file = file(Files.readAllBytes(good));
        long rows = of(file).check().block(BackupPlace.LONG).totalRows();
        Path next = Files.write(directory.resolve("replacement"), replacement);
        Consumer<BackupProgress> change = told -> {
            if (told.step() == Step.CHECKING && told.rows() == rows) {
                try {
                    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        assertFails(place.restore(of(file).withProgress(change)), kinds);
        assertThat(next).doesNotExist();
        assertThat(place.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void restore_whoseListenerThrows_failsWithThat_andLeavesNothing(String kind) {
        BackupPlace place = place(kind);
        Consumer<BackupProgress> angry = told -> {
            if (told.step() == Step.LOADING) {
                throw new IllegalStateException("no more");
            }
        };
        assertThatThrownBy(() -> place.restore(of(good).withProgress(angry)).block(BackupPlace.LONG))
                .hasMessage("no more");
        assertThat(place.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void restore_cancelledInTheMiddle_leavesNothing_andWorksAgain(String kind) {
        BackupPlace place = place(kind);
        Sinks.Empty<Void> enough = Sinks.empty();
        Consumer<BackupProgress> canceller = told -> {
            if (told.step() == Step.LOADING) {
                enough.tryEmitEmpty();
            }
        };
        BackupSummary none = place.restore(of(good).withProgress(canceller))
                .takeUntilOther(enough.asMono())
                .block(BackupPlace.LONG);
        assertThat(none).isNull();
        Awaitility.await().atMost(BackupPlace.LONG).until(place::isEmpty);
        assertThat(place.restore(of(good)).block(BackupPlace.LONG).totalRows()).isPositive();
    }

    @Test
    void restore_intoAFileThatIsThere_isRefused_andItStays() throws IOException {
        BackupPlace place = BackupPlace.sqlite(directory);
        for (String name : List.of("wallet.db", "wallet.db-wal", "wallet.db-shm", "wallet.db-journal")) {
            Path there = Files.writeString(directory.resolve(name), "something");
            assertFails(place.restore(of(good)), Kind.CONFLICT);
            assertThat(there).hasContent("something");
            Files.delete(there);
            assertThat(place.isEmpty()).isTrue();
        }
    }

    /** Somebody made a store while the backup was being loaded: it is not replaced. */
    @Test
    void restore_intoAFileThatAppearsMeanwhile_isRefused_andItStays() throws IOException {
        BackupPlace place = BackupPlace.sqlite(directory);
        Path there = directory.resolve("wallet.db");
        Consumer<BackupProgress> maker = told -> {
            if (told.step() == Step.LOADING && Files.notExists(there)) {
                try {
                    Files.writeString(there, "something");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        assertFails(place.restore(of(good).withProgress(maker)), Kind.CONFLICT);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(there);
        }
        assertThat(there).hasContent("something");
    }

    @Test
    void restore_intoADatabaseWithRows_isRefused_andTheyStay() {
        BackupPlace place = BackupPlace.postgres();
        SqlStore store = place.open();
        new Lives(WALLET, 3).redeem(store).block(BackupPlace.LONG);
        assertFails(place.restore(of(good)), Kind.CONFLICT);
        assertThat(store.ledger(WALLET, 10).count().block(BackupPlace.LONG)).isEqualTo(1);
        assertThat(place.query("SELECT COUNT(*) FROM restored")).containsExactly("0");
        store.close().block(BackupPlace.LONG);
    }

    @Test
    void restore_twiceAtOnceIntoOneDatabase_oneIsRefused() {
        BackupPlace place = BackupPlace.postgres();
        List<Object> ends = Flux.range(0, 2)
                .flatMap(i -> place.restore(of(good))
                        .map(BackupSummary::totalRows)
                        .cast(Object.class)
                        .onErrorResume(StoreException.class, e -> Mono.just(e.kind())))
                .collectList()
                .block(BackupPlace.LONG);
        assertThat(ends).hasSize(2).contains(Kind.CONFLICT);
        assertThat(place.query("SELECT COUNT(*) FROM ledger")).containsExactly("120");
    }

    /** Whether the commit came to the server or not: it is found out, and all is there once. */
    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "COMMIT_LOST"})
    void restore_whoseConnectionIsCutAtTheCommit_loadsAllOnce(Cut cut) throws IOException {
        String schema = PostgresServer.shared().freshSchema();
        AtomicReference<Cut> next = new AtomicReference<>(Cut.NONE);
        AtomicInteger tables = new AtomicInteger();
        Consumer<BackupProgress> arming = told -> {
            if (told.step() == Step.LOADING && told.rows() == told.of() && tables.getAndIncrement() == 0) {
                next.set(cut);
            }
        };
        try (CommitProxy proxy = new CommitProxy(PostgresServer.shared().port())) {
            proxy.atOthers(() -> next.getAndSet(Cut.NONE));
            PostgresOptions through = PostgresOptions.of(PostgresServer.url(proxy.port(), schema));
            BackupSummary loaded = PostgresStore.restore(of(good).withProgress(arming), through)
                    .block(BackupPlace.LONG);
            assertThat(PostgresServer.shared().query("SELECT COUNT(*) FROM " + schema + ".proof"))
                    .containsExactly(loaded.rows().get("proof").toString());
            assertThat(tables).hasValue(cut == Cut.COMMIT_LOST ? 2 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void restore_ofTablesOfAnotherVersion_saysWhich(String kind) {
        BackupPlace place = place(kind);
        BackupTable strange = new BackupTable("strange", List.of(new BackupColumn("a", BackupType.TEXT)));
        BackupTable narrow = new BackupTable("counter", List.of(new BackupColumn("wallet", BackupType.TEXT)));
        assertFails(place.restore(of(written(2, strange))), Kind.NEWER_SCHEMA);
        assertFails(place.restore(of(written(0, strange))), Kind.UNAVAILABLE);
        assertFails(place.restore(of(written(1, strange))), Kind.CORRUPT);
        assertFails(place.restore(of(written(1, narrow))), Kind.CORRUPT);
        assertThat(place.isEmpty()).isTrue();
    }

    private Path written(long schema, BackupTable table) {
        BackupEncoder encoder = new BackupEncoder();
        Path file = directory.resolve(table.name() + schema);
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {"value"});
        Backups.of(keys())
                .write(
                        file,
                        Instant.EPOCH,
                        Flux.just(
                                encoder.start(schema),
                                encoder.table(table),
                                encoder.rows(table, rows),
                                encoder.tableEnd(table),
                                encoder.end(1)))
                .block(BackupPlace.LONG);
        return file;
    }

    @Test
    void restore_ofAnotherBackup_isCorrupt() {
        Path file = directory.resolve("letter");
        Backups.of(keys())
                .write(file, Instant.EPOCH, Flux.just("Dear all".repeat(9).getBytes(UTF_8)))
                .block(BackupPlace.LONG);
        assertFails(of(file).check(), Kind.CORRUPT);
    }

    @Test
    void restore_ontoAFullDisk_leavesNothing() throws IOException {
        Path home = Files.createDirectory(directory.resolve("new"));
        BackupPlace place = BackupPlace.sqlite(home);
        Mono<BackupSummary> restore =
                new SqliteRestore(of(good), home.resolve("wallet.db"), List.of("PRAGMA max_page_count = 60")).run();
        assertThatThrownBy(() -> restore.block(BackupPlace.LONG))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("SQLITE_FULL");
        assertThat(place.isEmpty()).isTrue();
    }

    @Test
    void restore_whereNoDirectoryCanBe_isUnavailable() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertFails(SqliteStore.restore(of(good), file.resolve("wallet.db")), Kind.UNAVAILABLE);
        assertFails(SqliteStore.restore(of(good), directory.resolve("a?b")), Kind.UNAVAILABLE);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("changed"), bytes);
    }

    private static void assertRefused(BackupPlace place, Path file, Kind... kinds) {
        assertFails(place.restore(of(file)), kinds);
        assertThat(place.isEmpty()).isTrue();
    }

    static void assertFails(Mono<?> work, Kind... kinds) {
        assertThatThrownBy(() -> work.block(BackupPlace.LONG))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isIn((Object[]) kinds));
    }
}
