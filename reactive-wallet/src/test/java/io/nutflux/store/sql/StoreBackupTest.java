package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.store.StoreSamples;
import io.nutflux.store.sql.BackupProgress.Step;
import io.nutflux.vault.TestKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A store of either kind, backed up and restored into either kind: everything is there again. */
class StoreBackupTest {

    private static final Instant MADE = Instant.parse("2026-03-04T05:06:07Z");
    private static final Instant LOADED = Instant.parse("2026-03-05T00:00:00Z");

    /** Of one full store of each kind, made once. */
    private record Original(Path file, FullStore full, String seen, BackupSummary written) {}

    @TempDir
    private static Path originals;

    private static final Map<String, Original> ORIGINALS = new HashMap<>();

    @TempDir
    private Path directory;

    private static Original original(String kind) {
        if (ORIGINALS.containsKey(kind)) {
            return ORIGINALS.get(kind);
        }
        BackupPlace place = place(kind, originals.resolve(kind));
        FullStore full;
        SqlStore store;
        if (kind.equals("sqlite")) {
            store = place.open();
            full = FullStore.fill(store);
            FullStore.assertFull(place);
        } else {
            // The commands were given once; here its leases are given anew.
            full = original("sqlite").full();
            place.restore(of(original("sqlite").file())).block(BackupPlace.LONG);
            store = place.open();
            store.claimDue(WALLET, "owner 1", StoreSamples.NOW, StoreSamples.LEASE, 3)
                    .blockLast(BackupPlace.LONG);
            store.claimInbox(WALLET, "worker 1", StoreSamples.NOW, StoreSamples.LEASE, 3, List.of())
                    .blockLast(BackupPlace.LONG);
        }
        Path file = originals.resolve(kind + ".backup");
        BackupSummary written = store.backup(of(file).withClock(at(MADE))).block(BackupPlace.LONG);
        Original original = new Original(file, full, full.seen(store), written);
        store.close().block(BackupPlace.LONG);
        ORIGINALS.put(kind, original);
        return original;
    }

    private static BackupFile of(Path file) {
        return BackupFile.of(file, TestKeys.provider("the backup's"));
    }

    private BackupFile backup() {
        return of(directory.resolve("backup"));
    }

    private BackupPlace place(String kind, String name) {
        return place(kind, directory.resolve(name));
    }

    private static BackupPlace place(String kind, Path home) {
        return kind.equals("sqlite") ? BackupPlace.sqlite(home) : BackupPlace.postgres();
    }

    @ParameterizedTest
    @CsvSource({"sqlite, sqlite", "sqlite, postgres", "postgres, sqlite", "postgres, postgres"})
    void restore_ofAFullStore_showsTheSame(String from, String to) throws Exception {
        Original original = original(from);
        BackupSummary written = original.written();
        BackupPlace after = place(to, "after");
        BackupSummary restored =
                after.restore(of(original.file()).withClock(at(LOADED))).block(BackupPlace.LONG);

        assertThat(restored).isEqualTo(written);
        assertThat(written.createdAt()).isEqualTo(MADE);
        assertThat(written.wallets()).isEqualTo(2);
        assertThat(written.rows().keySet()).containsExactlyElementsOf(BackupTables.TRAVEL);
        written.rows()
                .forEach((table, rows) ->
                        assertThat(after.query("SELECT COUNT(*) FROM " + table)).containsExactly(rows.toString()));
        assertThat(after.query("SELECT wallet FROM restored ORDER BY wallet"))
                .containsExactly(WALLET.value(), OTHER_WALLET.value());
        assertThat(after.query("SELECT DISTINCT restored_at FROM restored"))
                .containsExactly(String.valueOf(Columns.time(LOADED)));
        SqlStore again = after.open();
        assertThat(original.full().seen(again)).isEqualTo(original.seen());
        assertLeasesOver(again);
        again.close().block(BackupPlace.LONG);
        assertThat(Files.getPosixFilePermissions(original.file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** All unfinished operations, and all entries that wait, are to be had at once, whatever the time is. */
    private static void assertLeasesOver(SqlStore store) {
        for (var wallet : List.of(WALLET, OTHER_WALLET)) {
            long unfinished = store.unfinished(wallet).count().block(BackupPlace.LONG);
            assertThat(store.claimDue(wallet, "new", Instant.EPOCH, Instant.EPOCH.plusSeconds(9), 10_000)
                            .count()
                            .block(BackupPlace.LONG))
                    .isEqualTo(unfinished);
            assertThat(store.waitingInbox(wallet, 10_000).collectList().block(BackupPlace.LONG))
                    .allSatisfy(entry -> assertThat(entry.toString()).doesNotContain("worker"));
        }
    }

    @Test
    void restore_intoSqlite_makesItsOwnersFiles() throws Exception {
        SqlStore store = place("sqlite", "before").open();
        store.backup(backup()).block(BackupPlace.LONG);
        store.close().block(BackupPlace.LONG);
        Path made = directory.resolve("new").resolve("wallet.db");
        SqliteStore.restore(backup(), made).block(BackupPlace.LONG);

        assertThat(Files.getPosixFilePermissions(made)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(made.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (var files = Files.list(made.getParent())) {
            assertThat(files).containsExactly(made);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void backup_ofAStoreFromABackup_isTheSameOnceMore(String kind) {
        Original original = original(kind);
        BackupPlace second = place(kind, "second");
        second.restore(of(original.file())).block(BackupPlace.LONG);
        SqlStore copy = second.open();
        BackupFile other = BackupFile.of(directory.resolve("other"), TestKeys.provider());
        copy.backup(other).block(BackupPlace.LONG);
        copy.close().block(BackupPlace.LONG);
        BackupPlace third = place(kind, "third");
        third.restore(other).block(BackupPlace.LONG);
        SqlStore last = third.open();
        assertThat(original.full().seen(last)).isEqualTo(original.seen());
        last.close().block(BackupPlace.LONG);
    }

    /** The backup is of one moment, although the wallet goes on all the time and a page is read after the other. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void backup_whileAnotherWrites_isOfOneMoment(String kind) throws Exception {
        BackupPlace before = place(kind, "before");
        BackupPlace after = place(kind, "after");
        SqlStore store = before.open();
        Lives lives = new Lives(WALLET, 1);
        redeem(lives, store, 60);
        CountDownLatch more = new CountDownLatch(60);
        BackupFile slow = backup().withProgress(progress -> {
            // In the middle of the tables, others go on.
            if (progress.table().equals("counter")) {
                redeem(lives, store, more);
            }
        });
        store.backup(slow).block(BackupPlace.LONG);
        assertThat(more.await(30, TimeUnit.SECONDS)).isTrue();
        long entries = store.ledger(WALLET, 10_000).count().block(BackupPlace.LONG);
        store.close().block(BackupPlace.LONG);
        after.restore(backup()).block(BackupPlace.LONG);

        SqlStore copy = after.open();
        long copied = copy.ledger(WALLET, 10_000).count().block(BackupPlace.LONG);
        assertThat(copied).isBetween(60L, entries - 1);
        assertThat(copy.ledgerFaults(WALLET).collectList().block(BackupPlace.LONG))
                .isEmpty();
        assertThat(copy.ledgerTotals(WALLET)
                        .blockFirst(BackupPlace.LONG)
                        .received()
                        .longValue())
                .isEqualTo(copied * 7);
        assertThat(copy.balances(WALLET).blockFirst(BackupPlace.LONG).unspent().longValue())
                .isEqualTo(copied * 7);
        copy.close().block(BackupPlace.LONG);
    }

    private static void redeem(Lives lives, SqlStore store, int times) {
        Flux.range(0, times).flatMap(i -> lives.redeem(store), 16).blockLast(BackupPlace.LONG);
    }

    private static void redeem(Lives lives, SqlStore store, CountDownLatch ended) {
        Flux.range(0, (int) ended.getCount())
                .flatMap(i -> lives.redeem(store).doOnSuccess(any -> ended.countDown()), 16)
                .subscribe();
    }

    @Test
    void check_tellsWhatIsInIt_andWritesNothing() throws Exception {
        Original original = original("sqlite");
        assertThat(of(original.file()).check().block(BackupPlace.LONG)).isEqualTo(original.written());
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void progress_isToldInOrder_toTheLastRow(String kind) {
        BackupPlace before = place(kind, "before");
        SqlStore store = before.open();
        redeem(new Lives(WALLET, 1), store, 50);
        List<BackupProgress> told = new ArrayList<>();
        BackupSummary summary = store.backup(backup().withProgress(told::add)).block(BackupPlace.LONG);
        store.close().block(BackupPlace.LONG);
        assertThat(told).allMatch(one -> one.step() == Step.WRITING);
        assertEndsAt(told, summary.totalRows());

        told.clear();
        place(kind, "after").restore(backup().withProgress(told::add)).block(BackupPlace.LONG);
        assertEndsAt(of(told, Step.CHECKING), summary.totalRows());
        assertEndsAt(of(told, Step.LOADING), summary.totalRows());
        assertThat(of(told, Step.LOADING)).allMatch(one -> one.of() == summary.totalRows());
        assertThat(told.indexOf(of(told, Step.LOADING).get(0)))
                .isEqualTo(of(told, Step.CHECKING).size());
    }

    private static List<BackupProgress> of(List<BackupProgress> told, Step step) {
        return told.stream().filter(one -> one.step() == step).toList();
    }

    private static void assertEndsAt(List<BackupProgress> told, long rows) {
        assertThat(told).extracting(BackupProgress::rows).isSorted().endsWith(rows);
    }

    /** What a service's keys and a mint's words may hold, and no encoding of text does. */
    @ParameterizedTest
    @CsvSource({"sqlite, postgres", "postgres, sqlite"})
    void restore_ofStrangeText_givesItBack(String from, String to) {
        BackupPlace before = place(from, "before");
        SqlStore store = before.open();
        String key = "a\u0000b\u001B0041 🥜";
        store.acceptInbox(
                        WALLET,
                        List.of(StoreSamples.waiting(new StoreSamples(3).token(key, 1))),
                        StoreSamples.NOW,
                        StoreSamples.ROOM)
                .block(BackupPlace.LONG);
        store.backup(backup()).block(BackupPlace.LONG);
        store.close().block(BackupPlace.LONG);
        BackupPlace after = place(to, "after");
        after.restore(backup()).block(BackupPlace.LONG);
        SqlStore copy = after.open();
        assertThat(copy.inboxEntry(WALLET, key).block(BackupPlace.LONG)).isNotNull();
        copy.close().block(BackupPlace.LONG);
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }

    /** Each table of each database travels, or is named as one that does not. */
    @ParameterizedTest
    @CsvSource({
        "sqlite, SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        "postgres, SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"
    })
    void tables_allOfThem_travelOrAreNamed(String kind, String catalogue) {
        BackupPlace place = place(kind, "store");
        place.open().close().block(BackupPlace.LONG);
        List<String> known = new ArrayList<>(BackupTables.TRAVEL);
        known.addAll(BackupTables.STAY);
        List<String> found = place.query(catalogue);
        assertThat(known).containsAll(found).doesNotHaveDuplicates();
        assertThat(found).containsAll(BackupTables.TRAVEL);
    }

    @Test
    void columns_areTheSame_inBothDatabases() {
        List<BackupTable> sqlite = new ArrayList<>();
        List<BackupTable> postgres = new ArrayList<>();
        SqliteDatabase one = SqliteDatabase.start(directory.resolve("columns.db"));
        R2dbcDatabase other =
                new R2dbcDatabase(PostgresOptions.of(PostgresServer.shared().freshUrl()));
        tables(SqliteStore.migrations(), one).forEach(stored -> sqlite.add(stored.table()));
        tables(Migrations.load("postgres", List.of("V1__wallet.sql")), other.plain())
                .forEach(stored -> postgres.add(stored.table()));
        assertThat(sqlite).isEqualTo(postgres).hasSize(BackupTables.TRAVEL.size());
        assertThat(sqlite).allMatch(table -> !table.columns().isEmpty());
        Mono.when(one.close(), other.close()).block(BackupPlace.LONG);
    }

    private static List<BackupTables.Stored> tables(Migrations migrations, Database database) {
        List<BackupTables.Stored> tables = migrations
                .apply(database)
                .then(database.inTransaction(BackupTables::of))
                .block(BackupPlace.LONG);
        // Without a key there is no order in which to walk through a table.
        assertThat(tables)
                .filteredOn(stored -> stored.key().isEmpty())
                .extracting(stored -> stored.table().name())
                .containsExactly("key_epoch");
        return tables;
    }
}
