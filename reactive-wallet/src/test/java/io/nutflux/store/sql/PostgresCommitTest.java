package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.KEYSET;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.CommitProxy.Cut;
import io.nutflux.vault.TestKeys;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections lost during a commit: each command takes effect once, and says so; or says that nobody knows. */
class PostgresCommitTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final StoreSamples samples = new StoreSamples(7);
    private CommitProxy proxy;
    private String schema;
    private WalletStore store;

    @BeforeEach
    void open() {
        schema = PostgresServer.shared().freshSchema();
        proxy = new CommitProxy(PostgresServer.shared().port());
        store = PostgresStore.open(
                        PostgresOptions.builder(PostgresServer.url(proxy.port(), schema))
                                .outcomeTimeout(Duration.ofSeconds(3))
                                .build(),
                        TestKeys.provider())
                .block(LONG);
        // The wallet's data key is made by its first command that seals, in a transaction of its own. Not the one to
        // cut.
        store.prepare(WALLET, samples.redeem(plan(), samples.token("first", 1))).block(LONG);
    }

    @AfterEach
    void close() throws Exception {
        PostgresServer.close(store);
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "COMMIT_LOST", "SERVER_UNAWARE"})
    void commitCut_everyCommandOfALife_takesEffectOnce(Cut cut) {
        OperationDraft draft = samples.redeem(plan(1, 2), samples.token("a", 1, 2));

        proxy.atNext(cut);
        Operation prepared = store.prepare(WALLET, draft).block(LONG);
        assertThat(prepared.outputs().firstCounter()).isZero();
        proxy.atNext(cut);
        assertThat(store.markSent(WALLET, draft.id(), 1, samples.body())
                        .block(LONG)
                        .version())
                .isEqualTo(2);
        proxy.atNext(cut);
        store.settle(WALLET, draft.id(), 2, samples.settlement(draft)).block(LONG);

        assertThat(proxy.cuts()).isEqualTo(3);
        assertThat(store.ledger(WALLET, 10)
                        .map(LedgerEntry::operation)
                        .collectList()
                        .block(LONG))
                .containsExactly(draft.id());
        assertThat(rows("SELECT next FROM counter")).isEqualTo("2");
        assertThat(rows("SELECT received_lo FROM total")).isEqualTo("3");
    }

    @Test
    void commitCut_moreThanOnce_runAgainUntilItHolds() {
        proxy.atNext(Cut.COMMIT_LOST, Cut.NONE, Cut.COMMIT_LOST, Cut.NONE, Cut.ANSWER_LOST);
        OperationDraft draft = samples.redeem(plan(1, 2, 4), samples.token("a", 7));
        assertThat(store.prepare(WALLET, draft).block(LONG).outputs().firstCounter())
                .isZero();
        assertThat(proxy.cuts()).isEqualTo(3);
        assertThat(rows("SELECT next FROM counter")).isEqualTo("3");
    }

    @Test
    void serverUnaware_itsTransactionIsEnded_andHoldsNobodyUp() {
        proxy.atNext(Cut.SERVER_UNAWARE);
        store.prepare(WALLET, samples.mint("q", plan(1))).block(LONG);
        assertThat(rows("SELECT COUNT(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
                        + " AND query LIKE '%operation%'"))
                .isEqualTo("0");
    }

    @Test
    void conflict_ofACommandThatIsRunAgain_isTheOtherOnes() {
        OperationDraft draft = samples.redeem(plan(1), samples.token("a", 1));
        store.prepare(WALLET, draft).block(LONG);
        proxy.atOthers(() -> Cut.ANSWER_LOST);
        assertThatThrownBy(() -> store.prepare(WALLET, draft).block(LONG))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CONFLICT));
    }

    @Test
    void answerLost_andServerGone_unknownIsSaid() {
        proxy.atNext(Cut.ANSWER_LOST_THEN_SILENCE);
        OperationDraft draft = samples.redeem(plan(1, 2), samples.token("a", 1, 2));
        assertThatThrownBy(() -> store.prepare(WALLET, draft).block(LONG))
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
                    assertThat(e).hasMessageContaining("is unknown");
                });
        assertThat(rows("SELECT COUNT(*) FROM operation WHERE id = '"
                        + draft.id().value() + "'"))
                .isEqualTo("1");
    }

    @Test
    void readsWhoseCommitIsCut_haveTheirRows() {
        store.saveKeysets(StoreSamples.MINT, List.of(samples.keyset(KEYSET, StoreSamples.SAT)))
                .block(LONG);
        proxy.atNext(Cut.ANSWER_LOST, Cut.COMMIT_LOST);
        for (int i = 0; i < 3; i++) {
            assertThat(store.keysets(StoreSamples.MINT).collectList().block(LONG))
                    .hasSize(1);
        }
        assertThat(proxy.cuts()).isEqualTo(2);
    }

    /** The one value of the one row. */
    private String rows(String sql) {
        String qualified = sql.replaceAll("FROM (counter|total|operation)\\b", "FROM " + schema + ".$1");
        return String.join(",", PostgresServer.shared().query(qualified));
    }
}
