package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.LEASE;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static io.nutflux.store.sql.Replicas.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.model.WalletId;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.SecretName;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.StoreView;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.Replicas.Replica;
import io.nutflux.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** A wallet gets a new data key while it is used, and while processes die. */
class KeyRotationTest {

    private static final int PAGE = 2;

    @TempDir
    Path directory;

    private final StoreSamples samples = new StoreSamples(21);
    private final StoreView view = new StoreView();
    private Path file;
    private SqliteDatabase database;
    private Replica replica;

    @BeforeEach
    void open() {
        file = directory.resolve("wallet.db");
        database = SqliteDatabase.start(file);
        SqliteStore.migrations().apply(database).block(LONG);
        replica = Replicas.open(database, TestKeys.provider());
        fill(replica.store());
    }

    @AfterEach
    void close() {
        database.close().block(LONG);
    }

    /** Several pages of sealed rows in every table. */
    private void fill(WalletStore store) {
        for (int i = 0; i < 5; i++) {
            store.addSecret(WALLET, name(i), new byte[] {(byte) i}).block(LONG);
            OperationDraft sent = samples.redeem(samples.token("sent" + i, 1, 2, 4));
            view.add(sent);
            store.prepare(WALLET, sent)
                    .then(store.markSent(WALLET, sent.id(), 1, samples.body()))
                    .block(LONG);
            store.acceptInbox(
                            WALLET,
                            List.of(StoreSamples.waiting(samples.token("waiting" + i, 8))),
                            NOW,
                            StoreSamples.ROOM)
                    .block(LONG);
        }
        OperationDraft settled = samples.redeem(plan(1, 2, 4, 8, 16), samples.token("settled", 31));
        view.add(settled);
        store.prepare(WALLET, settled)
                .then(store.markSent(WALLET, settled.id(), 1, samples.body()))
                .then(store.settle(WALLET, settled.id(), 2, samples.settlement(settled)))
                .block(LONG);
        store.addSecret(OTHER_WALLET, name(0), new byte[] {99}).block(LONG);
    }

    private static SecretName name(int i) {
        return new SecretName("secret" + i);
    }

    /** All that the wallet's secrets say, by a process that has just started. */
    private String seen() {
        WalletStore store = Replicas.open(database, TestKeys.provider()).store();
        // Looking counts as an attempt at an entry of the inbox, so entries are compared by their tokens, below.
        StringBuilder seen = new StringBuilder(view.of(store).replaceAll("(?m)^.*InboxEntry\\[.*$", ""));
        for (int i = 0; i < 5; i++) {
            seen.append(store.secret(WALLET, name(i)).block(LONG)[0]).append('\n');
        }
        seen.append(store.secret(OTHER_WALLET, name(0)).block(LONG)[0]).append('\n');
        store.claimInbox(WALLET, "looking", NOW, LEASE, 100, List.of())
                .doOnNext(task -> seen.append(task.key()).append(task.token()).append('\n'))
                .blockLast(LONG);
        store.releaseInbox(WALLET, "looking", NOW).block(LONG);
        return seen.toString();
    }

    private void assertAllSealedWith(int version) {
        assertThat(Replicas.versions(database, WALLET))
                .containsExactlyElementsOf(SealedTable.ALL.stream()
                        .map(table -> table.name() + " " + version)
                        .toList());
        assertThat(Replicas.keys(database, WALLET)).containsExactly(version + " ACTIVE");
    }

    @Test
    void rotate_sealsEveryRowAnew_andDeletesTheOldKey() {
        String before = seen();
        List<RotationProgress> progress = replica.rotate(WALLET, PAGE);

        RotationProgress last = progress.get(progress.size() - 1);
        // 5 secrets and the ledger's key, 5 requests, 5 tokens that come in, 5 proofs of the wallet's own, 5 entries of
        // the
        // inbox.
        assertThat(last).isEqualTo(new RotationProgress(2, 26, 0, true));
        assertThat(progress.subList(0, progress.size() - 1)).noneMatch(RotationProgress::complete);
        assertAllSealedWith(2);
        assertThat(Replicas.keys(database, OTHER_WALLET)).containsExactly("1 ACTIVE");
        assertThat(seen()).isEqualTo(before);
    }

    @Test
    void rotate_againAndAgain_countsVersionsUp() {
        String before = seen();
        for (int version = 2; version <= 4; version++) {
            replica.rotate(WALLET, 100);
            assertAllSealedWith(version);
        }
        assertThat(seen()).isEqualTo(before);
    }

    @Test
    void rotate_ofAWalletWithoutKey_isNothing() {
        assertThat(replica.rotate(new WalletId("nobody"), PAGE)).isEmpty();
    }

    @Test
    void rotate_byTheStoresOwnApi_works() {
        assertThat(replica.store().keys().rotate(WALLET).last().block(LONG).complete())
                .isTrue();
        assertAllSealedWith(2);
    }

    @Test
    void rotate_diesAtAnyTransaction_losesNothing_andTheNextRunFinishes() {
        FaultyDatabase counted = new FaultyDatabase(database);
        Replicas.open(counted, TestKeys.provider()).rotate(WALLET, PAGE);
        int steps = counted.transactions();
        assertThat(steps).isGreaterThan(40);
        String before = seen();
        int version = 2;
        for (int i = 0; i < 2 * steps; i++) {
            FaultyDatabase faulty = new FaultyDatabase(database).dieAt(i / 2, i % 2 == 1);
            assertThatThrownBy(() -> Replicas.open(faulty, TestKeys.provider()).rotate(WALLET, PAGE))
                    .as("step %d", i)
                    .isInstanceOf(StoreException.class);
            assertThat(seen()).as("after death at step %d", i).isEqualTo(before);

            boolean begun = Replicas.keys(database, WALLET).size() > 1;
            boolean over = Replicas.keys(database, WALLET).equals(List.of(version + 1 + " ACTIVE"));
            Replicas.open(database, TestKeys.provider()).rotate(WALLET, PAGE);
            version += over ? 2 : 1;
            assertAllSealedWith(version);
            assertThat(begun || over || i < 12).as("step %d", i).isTrue();
        }
        assertThat(seen()).isEqualTo(before);
    }

    @Test
    void staleReplica_writesAndReadsBetweenAllSteps_withTheRightKey() {
        Replica stale = Replicas.open(database, TestKeys.provider());
        assertThat(stale.store().secret(WALLET, name(0)).block(LONG)).containsExactly(0);
        FaultyDatabase watched = new FaultyDatabase(database)
                .before(index -> stale.store()
                        .putSecret(WALLET, new SecretName("between" + index), new byte[] {(byte) index})
                        .then(stale.store().secret(WALLET, name(index % 5)))
                        .then());
        Replicas.open(watched, TestKeys.provider()).rotate(WALLET, PAGE);

        assertAllSealedWith(2);
        WalletStore fresh = Replicas.open(database, TestKeys.provider()).store();
        IntStream.range(0, watched.transactions())
                .forEach(i -> assertThat(fresh.secret(WALLET, new SecretName("between" + i))
                                .block(LONG))
                        .containsExactly((byte) i));
    }

    @Test
    void staleReplica_afterARotation_readsWithItsOldKeyringReloadedOnce() {
        Replica stale = Replicas.open(database, TestKeys.provider());
        assertThat(stale.store().secret(WALLET, name(1)).block(LONG)).containsExactly(1);
        replica.rotate(WALLET, PAGE);
        replica.rotate(WALLET, PAGE);

        assertThat(stale.store().secret(WALLET, name(1)).block(LONG)).containsExactly(1);
        assertThat(stale.store()
                        .claimInbox(WALLET, "me", NOW, LEASE, 100, List.of())
                        .count()
                        .block(LONG))
                .isEqualTo(5);
    }

    @Test
    void staleReplica_claimingFromTheInboxAfterARotation_opensWhatItTook() {
        Replica stale = Replicas.open(database, TestKeys.provider());
        assertThat(stale.store().secret(WALLET, name(1)).block(LONG)).containsExactly(1);
        replica.rotate(WALLET, PAGE);

        assertThat(stale.store()
                        .claimInbox(WALLET, "me", NOW, LEASE, 100, List.of())
                        .count()
                        .block(LONG))
                .isEqualTo(5);
    }

    @Test
    void twoReplicas_rotatingAtOnce_makeOneNewKey() {
        Replica other = Replicas.open(database, TestKeys.provider());
        Flux.merge(
                        replica.rotation(WALLET, PAGE).run(),
                        other.rotation(WALLET, PAGE).run())
                .then()
                .block(LONG);

        List<String> keys = Replicas.keys(database, WALLET);
        assertThat(keys).hasSize(1);
        assertThat(List.of("2 ACTIVE", "3 ACTIVE")).contains(keys.get(0));
    }

    @Test
    void rotate_withARowThatDoesNotOpen_keepsTheOldKeyAndSaysSo() throws Exception {
        SqliteFiles.execute(file, "UPDATE secret SET sealed = x'0102' WHERE name = 'secret3'");
        List<RotationProgress> progress = replica.rotate(WALLET, PAGE);

        assertThat(progress.get(progress.size() - 1)).isEqualTo(new RotationProgress(2, 25, 1, false));
        assertThat(Replicas.keys(database, WALLET)).containsExactly("1 RETIRED", "2 ACTIVE");

        SqliteFiles.execute(file, "DELETE FROM secret WHERE name = 'secret3'");
        progress = replica.rotate(WALLET, PAGE);
        assertThat(progress).containsExactly(new RotationProgress(2, 0, 0, true));
        assertAllSealedWith(2);
    }

    @Test
    void everyTableWithASealedColumn_isRotated() throws Exception {
        assertThat(SqliteFiles.query(
                        file,
                        "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c ON c.name = 'key_version'"
                                + " ORDER BY t.name"))
                .containsExactlyElementsOf(
                        SealedTable.ALL.stream().map(SealedTable::name).sorted().toList());
    }
}
