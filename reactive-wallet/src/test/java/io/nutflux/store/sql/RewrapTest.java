package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.OTHER_WALLET;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.sql.Replicas.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.WalletId;
import io.nutflux.store.SecretName;
import io.nutflux.store.sql.Replicas.Replica;
import io.nutflux.vault.KeyProvider;
import io.nutflux.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** The key that wraps data keys is changed. */
class RewrapTest {

    private static final SecretName NAME = new SecretName("name");
    private static final WalletId THIRD = new WalletId("third");

    @TempDir
    Path directory;

    private Path file;
    private SqliteDatabase database;

    @BeforeEach
    void open() {
        file = directory.resolve("wallet.db");
        database = SqliteDatabase.start(file);
        SqliteStore.migrations().apply(database).block(LONG);
        Replica replica = Replicas.open(database, TestKeys.provider("old"));
        replica.store().putSecret(WALLET, NAME, new byte[] {1}).block(LONG);
        replica.store().putSecret(OTHER_WALLET, NAME, new byte[] {2}).block(LONG);
        replica.rotate(WALLET, 10);
    }

    @AfterEach
    void close() {
        database.close().block(LONG);
    }

    private void assertOpens(String password) {
        var store = Replicas.open(database, TestKeys.provider(password)).store();
        assertThat(store.secret(WALLET, NAME).block(LONG)).containsExactly(1);
        assertThat(store.secret(OTHER_WALLET, NAME).block(LONG)).containsExactly(2);
    }

    private void assertRefuses(String password) {
        assertThatThrownBy(() -> Replicas.open(database, TestKeys.provider(password)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_KEY));
    }

    private Set<String> wrapped() throws Exception {
        return new TreeSet<>(SqliteFiles.query(file, "SELECT wrapped FROM data_key"));
    }

    @Test
    void rewrapWith_changesThePassword_ofAllWalletsAtOnce() throws Exception {
        Set<String> before = wrapped();
        Replica replica = Replicas.open(database, TestKeys.provider("old"));
        assertThat(replica.store().keys().rewrapWith(TestKeys.provider("new")).block(LONG))
                .isEqualTo(2);

        assertThat(wrapped()).hasSize(2).doesNotContainAnyElementsOf(before);
        assertOpens("new");
        assertRefuses("old");
        // The process that did it goes on, and makes keys under the new password.
        replica.store().putSecret(THIRD, NAME, new byte[] {3}).block(LONG);
        assertThat(Replicas.open(database, TestKeys.provider("new"))
                        .store()
                        .secret(THIRD, NAME)
                        .block(LONG))
                .containsExactly(3);
    }

    @Test
    void rewrapWith_anotherReplicaUnderTheOldPassword_goesOnButAddsNoKey() throws Exception {
        Replica old = Replicas.open(database, TestKeys.provider("old"));
        assertThat(old.store().secret(WALLET, NAME).block(LONG)).containsExactly(1);
        Replicas.open(database, TestKeys.provider("old"))
                .store()
                .keys()
                .rewrapWith(TestKeys.provider("new"))
                .block(LONG);

        old.store().putSecret(WALLET, NAME, new byte[] {7}).block(LONG);
        assertThat(old.store().secret(WALLET, NAME).block(LONG)).containsExactly(7);
        assertThatThrownBy(() -> old.store().putSecret(THIRD, NAME, new byte[1]).block(LONG))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_KEY));
        assertThatThrownBy(() -> old.rotate(WALLET, 10)).isInstanceOf(StoreException.class);
        assertThat(SqliteFiles.query(file, "SELECT wallet FROM data_key ORDER BY wallet"))
                .containsExactly("default", "other");
    }

    @Test
    void rewrapWith_whileAKeyIsAdded_takesThatOneToo() {
        Replica adding = Replicas.open(database, TestKeys.provider("old"));
        FaultyDatabase watched = new FaultyDatabase(database);
        Replica changing = Replicas.open(watched, TestKeys.provider("old"));
        int first = watched.transactions();
        // Between reading the keys and storing them.
        watched.before(
                index -> index == first + 1 ? adding.store().putSecret(THIRD, NAME, new byte[] {3}) : Mono.empty());

        assertThat(changing.store().keys().rewrapWith(TestKeys.provider("new")).block(LONG))
                .isEqualTo(3);
        assertThat(Replicas.open(database, TestKeys.provider("new"))
                        .store()
                        .secret(THIRD, NAME)
                        .block(LONG))
                .containsExactly(3);
    }

    @Test
    void rewrapWith_diesAtAnyTransaction_leavesOnePasswordThatOpensAll() {
        FaultyDatabase counted = new FaultyDatabase(database);
        Replicas.open(counted, TestKeys.provider("old"))
                .store()
                .keys()
                .rewrapWith(TestKeys.provider("old"))
                .block(LONG);
        String password = "old";
        for (int i = 0; i < 2 * counted.transactions(); i++) {
            String from = password;
            String to = "new" + i;
            FaultyDatabase faulty = new FaultyDatabase(database).dieAt(i / 2, i % 2 == 1);
            assertThatThrownBy(() -> Replicas.open(faulty, TestKeys.provider(from))
                            .store()
                            .keys()
                            .rewrapWith(TestKeys.provider(to))
                            .block(LONG))
                    .isInstanceOf(StoreException.class);
            boolean changed = i == 2 * counted.transactions() - 1;
            assertOpens(changed ? to : from);
            assertRefuses(changed ? from : to);
            password = changed ? to : from;
        }
    }

    @Test
    void rewrap_ofWhatIsCurrent_isNothing_andOfWhatIsNot_allOfIt() throws Exception {
        Set<String> before = wrapped();
        Replica same = Replicas.open(database, TestKeys.provider("old"));
        assertThat(same.store().keys().rewrap().block(LONG)).isZero();
        assertThat(wrapped()).isEqualTo(before);

        KeyProvider rotating = KeyProvider.rotating(TestKeys.provider("new"), TestKeys.provider("old"));
        Replica replica = Replicas.open(database, rotating);
        assertThat(replica.store().keys().rewrap().block(LONG)).isEqualTo(2);
        assertOpens("new");
        assertRefuses("old");
        assertThat(replica.store().keys().rewrap().block(LONG)).isZero();
    }

    @Test
    void rewrap_byOneOfTwoReplicasWithBothPasswords_theOtherGoesOnAddingKeys() {
        KeyProvider one = KeyProvider.rotating(TestKeys.provider("new"), TestKeys.provider("old"));
        KeyProvider two = KeyProvider.rotating(TestKeys.provider("new"), TestKeys.provider("old"));
        Replica first = Replicas.open(database, one);
        Replica second = Replicas.open(database, two);
        first.store().keys().rewrap().block(LONG);

        second.store().putSecret(THIRD, NAME, new byte[] {3}).block(LONG);
        assertThat(Replicas.open(database, TestKeys.provider("new"))
                        .store()
                        .secret(THIRD, NAME)
                        .block(LONG))
                .containsExactly(3);
        assertThat(List.of(second.rotate(THIRD, 10).size())).containsExactly(2);
    }
}
