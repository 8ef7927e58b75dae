package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.LEASE;
import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.SAT;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.Amount;
import io.nutflux.model.OperationId;
import io.nutflux.store.CheckedProof;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.SecretName;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody edits the database behind the store's back. */
class SqliteTamperTest {

    private static final SecretName SEED = new SecretName("seed");

    @TempDir
    Path directory;

    private final StoreSamples samples = new StoreSamples(5);
    private Path file;
    private WalletStore store;

    @BeforeEach
    void open() {
        file = directory.resolve("wallet.db");
        store = SqliteFiles.open(file);
    }

    @AfterEach
    void close() {
        SqliteFiles.close(store);
    }

    private OperationId sent(String... keys) {
        OperationDraft draft = samples.redeem(
                Arrays.stream(keys).map(key -> samples.token(key, 1, 2)).toArray(ClaimedToken[]::new));
        store.prepare(WALLET, draft)
                .then(store.markSent(WALLET, draft.id(), 1, samples.body()))
                .block();
        return draft.id();
    }

    private List<StoredProof> fund(long... amounts) {
        OperationDraft draft = samples.redeem(plan(amounts), samples.token("fund" + amounts.length, amounts));
        Settlement settlement = samples.settlement(draft);
        store.prepare(WALLET, draft)
                .then(store.markSent(WALLET, draft.id(), 1, samples.body()))
                .then(store.settle(WALLET, draft.id(), 2, settlement))
                .block();
        return settlement.newProofs();
    }

    /** Amounts of what is listed as spendable and can be read. */
    private List<Amount> readable() {
        return store.spendable(WALLET, MINT, SAT)
                .map(ProofInfo::Y)
                .collectList()
                .flatMapMany(Ys -> store.proofs(WALLET, Ys))
                .map(proof -> proof.proof().amount())
                .sort()
                .collectList()
                .block();
    }

    private List<CheckedProof> unreadable() {
        return store.checkProofs(WALLET)
                .filter(checked -> !checked.isReadable())
                .collectList()
                .block();
    }

    private void edit(String sql) throws SQLException {
        SqliteFiles.execute(file, sql);
    }

    /** Gives each row what another one, of those that {@code other} admits, held. */
    private void swap(String table, String other) throws SQLException {
        SqliteFiles.execute(
                file,
                "CREATE TEMP TABLE before AS SELECT * FROM " + table,
                "UPDATE " + table + " AS a SET sealed = (SELECT b.sealed FROM before AS b WHERE " + other + ")");
    }

    private void assertTampered(OperationId id, String table) {
        assertThatThrownBy(() -> store.load(WALLET, id).block())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TAMPERED))
                .hasMessageContaining(table)
                .hasMessageContaining(id.value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"incoming_token", "request"})
    void load_ofAnEditedRow_namesIt_andTheRestGoesOn(String table) throws Exception {
        OperationId damaged = sent("damaged");
        OperationId whole = sent("whole");
        edit("UPDATE " + table + " SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB)"
                + " WHERE operation = '" + damaged + "'");

        assertTampered(damaged, table);
        assertThat(store.load(WALLET, whole).block().tokens()).hasSize(1);
        assertThat(store.unfinished(WALLET).collectList().block()).hasSize(2);
        assertThat(store.claimDue(WALLET, "other", NOW.plusSeconds(60), LEASE, 10)
                        .collectList()
                        .block())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"incoming_token", "request"})
    void load_ofSwappedRows_failsForBoth(String table) throws Exception {
        OperationId one = sent("one");
        OperationId two = sent("two");
        swap(table, "b.operation <> a.operation");

        assertTampered(one, table);
        assertTampered(two, table);
    }

    @Test
    void load_ofSwappedTokensOfOneOperation_fails() throws Exception {
        OperationId id = sent("one", "two");
        swap("incoming_token", "b.position <> a.position");
        assertTampered(id, "incoming_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAST(substr(ys, 34) || substr(ys, 1, 33) AS BLOB)", "substr(ys, 34)", "x''"})
    void load_ofATokenWithOtherPoints_fails(String ys) throws Exception {
        OperationId id = sent("one");
        edit("UPDATE incoming_token SET ys = " + ys);
        assertTampered(id, "incoming_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE incoming_token SET ys = x'09'", "DELETE FROM incoming_token"})
    void load_ofATokenWithoutItsPoints_isNamedCorrupt(String change) throws Exception {
        OperationId id = sent("one");
        edit(change);
        assertThatThrownBy(() -> store.load(WALLET, id).block())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sealed = CAST(x'00' || substr(sealed, 2) AS BLOB)",
                "sealed = x''",
                "sealed = CAST(substr(sealed, 1, 4) || x'ff' || substr(sealed, 6) AS BLOB)",
                "amount = 3",
                "mint = 'https://attacker.example'",
                "keyset = x'0011223344556677'",
                "y = CAST(substr(y, 1, 32) || x'00' AS BLOB)"
            })
    void proofs_withOneDamagedRow_leavesItOut_andItIsNamed(String change) throws Exception {
        fund(2, 4, 8);
        edit("UPDATE proof SET " + change + " WHERE amount = 4");

        assertThat(readable()).containsExactly(Amount.of(2), Amount.of(8));
        List<CheckedProof> unreadable = unreadable();
        assertThat(unreadable).hasSize(1);
        assertThat(unreadable.get(0).damage()).contains("proof");
        assertThat(store.proofs(WALLET, StoredProof.State.UNSPENT).collectList().block())
                .hasSize(2);
        assertThat(fund(16)).hasSize(1);
    }

    @Test
    void proofs_withAllRowsDamaged_failsInsteadOfBeingEmpty() throws Exception {
        fund(2, 4);
        edit("UPDATE proof SET sealed = x'01'");

        assertThatThrownBy(this::readable)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TAMPERED));
        assertThat(store.balances(WALLET).blockFirst().unspent()).isEqualTo(6);
        assertThat(unreadable()).hasSize(2);
    }

    @Test
    void proofs_swapped_leavesBothOut() throws Exception {
        fund(2, 2, 8);
        swap("proof", "(a.amount = 8 AND b.y = a.y) OR (a.amount = 2 AND b.y <> a.y AND b.amount = 2)");
        assertThat(readable()).containsExactly(Amount.of(8));
    }

    @Test
    void secret_movedToAnotherNameOrWallet_doesNotOpen() throws Exception {
        store.addSecret(WALLET, SEED, new byte[] {1}).block();
        store.addSecret(StoreSamples.OTHER_WALLET, SEED, new byte[] {2}).block();
        edit("INSERT INTO secret SELECT wallet, 'copy', sealed, key_version FROM secret WHERE wallet = 'default'");
        edit("UPDATE secret SET sealed = (SELECT sealed FROM secret WHERE name = 'copy') WHERE wallet = 'other'");

        assertThatThrownBy(() -> store.secret(WALLET, new SecretName("copy")).block())
                .hasMessageContaining("row copy of table secret");
        assertThatThrownBy(() -> store.secret(StoreSamples.OTHER_WALLET, SEED).block())
                .isInstanceOf(StoreException.class);
        assertThat(store.secret(WALLET, SEED).block()).containsExactly(1);
    }

    @Test
    void dataKey_deletedUnderAnOpenStore_isNamedAndNoOtherIsMade() throws Exception {
        fund(2);
        edit("DELETE FROM data_key");

        assertMissing();
        SqliteFiles.close(store);
        store = SqliteFiles.open(file);
        assertMissing();
        assertThatThrownBy(this::readable).isInstanceOf(StoreException.class);
        assertThat(SqliteFiles.query(file, "SELECT COUNT(*) FROM data_key")).containsExactly("0");
        assertThat(store.balances(WALLET).blockFirst().unspent()).isEqualTo(2);
    }

    private void assertMissing() {
        assertThatThrownBy(() -> store.putSecret(WALLET, SEED, new byte[1]).block())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_KEY))
                .hasMessageContaining("data_key");
    }
}
