package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.SAT;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.StoreException;
import io.nutflux.model.RequestBody;
import io.nutflux.store.LedgerFault;
import io.nutflux.store.LedgerFault.Kind;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.WalletStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Somebody edits the ledger in the file, and it shows. */
class SqliteLedgerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writeFiveEntries() {
        file = directory.resolve("wallet.db");
        WalletStore store = SqliteFiles.open(file);
        StoreSamples samples = new StoreSamples(1);
        for (int i = 0; i < 5; i++) {
            mint(store, samples.mint("q" + i, plan(4)), samples);
        }
        SqliteFiles.close(store);
    }

    private static void mint(WalletStore store, OperationDraft draft, StoreSamples samples) {
        get(store.prepare(WALLET, draft));
        get(store.markSent(WALLET, draft.id(), 1, RequestBody.of(new byte[] {1})));
        get(store.settle(WALLET, draft.id(), 2, samples.settlement(draft)));
    }

    private static <T> void get(Mono<T> mono) {
        mono.block(LONG);
    }

    private List<Kind> faultsAfter(String... statements) throws SQLException {
        SqliteFiles.execute(file, statements);
        WalletStore store = SqliteFiles.open(file);
        try {
            return Objects.requireNonNull(
                            store.ledgerFaults(WALLET).collectList().block(LONG))
                    .stream()
                    .peek(fault -> assertThat(fault.mint()).isEqualTo(MINT))
                    .peek(fault -> assertThat(fault.unit()).isEqualTo(SAT))
                    .map(LedgerFault::kind)
                    .toList();
        } finally {
            SqliteFiles.close(store);
        }
    }

    @Test
    void untouched_reopened_noFault() throws SQLException {
        assertThat(faultsAfter()).isEmpty();
    }

    @Test
    void editedAmount_found() throws SQLException {
        assertThat(faultsAfter("UPDATE ledger SET amount = amount + 1 WHERE position = 3"))
                .containsExactly(Kind.ENTRY_CHANGED, Kind.SUMS_CHANGED);
    }

    @Test
    void editedAmountAndSums_found() throws SQLException {
        assertThat(faultsAfter(
                        "UPDATE ledger SET amount = amount + 1 WHERE position = 3",
                        "UPDATE total SET received_lo = received_lo + 1"))
                .containsExactly(Kind.ENTRY_CHANGED);
    }

    @Test
    void deletedEntry_found() throws SQLException {
        assertThat(faultsAfter("DELETE FROM ledger WHERE position = 2"))
                .containsExactly(Kind.ENTRY_MISSING, Kind.SUMS_CHANGED);
    }

    @Test
    void deletedLastEntryAndShortenedChain_found() throws SQLException {
        assertThat(faultsAfter(
                        "DELETE FROM ledger WHERE position = 5",
                        "UPDATE total SET entries = 4, received_lo = received_lo - 4"))
                .contains(Kind.ENTRY_MISSING);
    }

    /** Whoever takes the faults one by one gets the same ones, however many pages the ledger has. */
    @Test
    void faultsTakenOneByOne_overSeveralPages_eachOnce() throws SQLException {
        WalletStore store = SqliteFiles.open(file);
        StoreSamples samples = new StoreSamples(2);
        Flux.range(5, 2 * LedgerSql.PAGE)
                .map(i -> samples.mint("q" + i, plan(4)))
                .flatMap(
                        draft -> store.prepare(WALLET, draft)
                                .then(store.markSent(WALLET, draft.id(), 1, RequestBody.of(new byte[] {1})))
                                .then(store.settle(WALLET, draft.id(), 2, samples.settlement(draft))),
                        64)
                .blockLast(LONG);
        SqliteFiles.close(store);
        SqliteFiles.execute(
                file, "UPDATE ledger SET recorded_by = 'x' WHERE position IN (2, 4, 6, " + (LedgerSql.PAGE + 1) + ")");

        WalletStore edited = SqliteFiles.open(file);
        StepVerifier.Step<Kind> one =
                StepVerifier.create(edited.ledgerFaults(WALLET).map(LedgerFault::kind), 0);
        for (int i = 0; i < 4; i++) {
            one = one.thenRequest(1).expectNext(Kind.ENTRY_CHANGED);
        }
        one.thenRequest(1).expectComplete().verify(LONG);
        SqliteFiles.close(edited);
    }

    @Test
    void deletedSums_found() throws SQLException {
        assertThat(faultsAfter("DELETE FROM total")).containsExactly(Kind.SUMS_CHANGED);
    }

    @Test
    void deletedKey_everythingIsInDoubt() throws SQLException {
        assertThat(faultsAfter("DELETE FROM secret WHERE name = '" + LedgerKeys.NAME + "'"))
                .hasSize(5)
                .containsOnly(Kind.ENTRY_CHANGED);
    }

    @Test
    void key_isTheStoresOwn() {
        WalletStore store = SqliteFiles.open(file);
        for (Mono<?> change : List.of(
                store.putSecret(WALLET, LedgerKeys.NAME, new byte[32]),
                store.addSecret(WALLET, LedgerKeys.NAME, new byte[32]),
                store.deleteSecret(WALLET, LedgerKeys.NAME))) {
            StepVerifier.create(change)
                    .expectErrorMatches(
                            e -> e instanceof StoreException refused && refused.kind() == StoreException.Kind.CONFLICT)
                    .verify(LONG);
        }
        SqliteFiles.close(store);
    }
}
