package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.LEASE;
import static io.nutflux.store.StoreSamples.MINT;
import static io.nutflux.store.StoreSamples.NOW;
import static io.nutflux.store.StoreSamples.SAT;
import static io.nutflux.store.StoreSamples.WALLET;
import static io.nutflux.store.StoreSamples.plan;
import static io.nutflux.store.sql.SqliteFiles.close;
import static io.nutflux.store.sql.SqliteFiles.open;
import static io.nutflux.store.sql.SqliteFiles.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Hex;
import io.nutflux.model.MintQuote;
import io.nutflux.model.OperationId;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoreSamples;
import io.nutflux.store.StoreView;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.WalletStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the disk: all of it after a restart or a crash, and nothing that was erased. */
class SqliteRestartTest {

    @TempDir
    Path directory;

    private final StoreSamples samples = new StoreSamples(1);
    private final StoreView view = new StoreView();
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("wallet.db");
    }

    @Test
    void reopen_everythingIsThere() {
        WalletStore store = open(file);
        OperationDraft settled = samples.redeem(plan(1, 2), samples.token("settled", 1, 2));
        settle(store, settled);
        store.saveKeysets(MINT, List.of(samples.keyset(StoreSamples.OTHER_KEYSET, SAT)))
                .block();
        store.saveQuote(WALLET, MINT, samples.quote("q", MintQuote.State.PAID, 7L))
                .block();
        view.add(settled);
        view.addQuote("q");
        String before = view.of(store);
        close(store);

        store = open(file);
        assertThat(view.of(store)).isEqualTo(before);
        assertThat(store.prepare(WALLET, samples.mint("q", plan(1)))
                        .block()
                        .outputs()
                        .firstCounter())
                .isEqualTo(2);
        close(store);
    }

    @Test
    void reopen_leasesAreVoid_butNotVersions() {
        WalletStore store = open(file);
        OperationDraft prepared = samples.redeem(samples.token("prepared", 1));
        store.prepare(WALLET, prepared).block();
        close(store);

        store = open(file);
        Operation left = store.load(WALLET, prepared.id()).block().operation();
        assertThat(left.leaseUntil()).isEqualTo(Instant.EPOCH);
        assertThat(left.version()).isEqualTo(1);
        assertThat(store.claimDue(WALLET, "me", NOW, LEASE, 10).collectList().block())
                .extracting(Operation::id)
                .containsExactly(prepared.id());
        close(store);
    }

    @Test
    void crash_copyOfTheFiles_holdsAllThatWasAcknowledged() throws IOException {
        WalletStore store = open(file);
        OperationDraft settled = samples.redeem(plan(1, 2), samples.token("settled", 1, 2));
        OperationDraft sent = samples.redeem(samples.token("sent", 4));
        OperationDraft prepared = samples.mint("q", plan(8));
        view.add(settled);
        view.add(sent);
        view.add(prepared);
        settle(store, settled);
        store.prepare(WALLET, prepared).block();
        store.prepare(WALLET, sent).block();
        store.markSent(WALLET, sent.id(), 1, samples.body()).block();
        Path copy = copyOfFiles("after");
        String before = view.of(store);
        close(store);

        WalletStore reopened = open(copy);
        assertThat(withoutLeases(view.of(reopened))).isEqualTo(withoutLeases(before));
        close(reopened);
    }

    @Test
    void crash_logCutOffAnywhere_leavesWholeCommandsOnly() throws IOException {
        WalletStore store = open(file);
        List<OperationDraft> drafts = List.of(
                samples.redeem(plan(1, 2), samples.token("a", 1, 2)),
                samples.redeem(plan(4, 8), samples.token("b", 4, 8)));
        drafts.forEach(draft -> settle(store, draft));
        byte[] log = Files.readAllBytes(file.resolveSibling("wallet.db-wal"));
        byte[] main = Files.readAllBytes(file);
        close(store);

        for (int part = 0; part <= 12; part++) {
            Path copy = directory.resolve("cut" + part).resolve("wallet.db");
            createPrivate(copy);
            Files.write(copy, main);
            int length = (int) ((long) log.length * part / 12);
            Files.write(copy.resolveSibling("wallet.db-wal"), Arrays.copyOf(log, length));
            WalletStore reopened = open(copy);
            for (OperationDraft draft : drafts) {
                assertWhole(reopened, draft);
            }
            close(reopened);
        }
    }

    private static void assertWhole(WalletStore store, OperationDraft draft) {
        StoredOperation found = store.load(WALLET, draft.id()).block();
        ClaimedToken token = draft.tokens().get(0);
        int redemptions = store.findRedemptions(WALLET, List.of(token.key()), List.of(), token.Ys())
                .collectList()
                .block()
                .size();
        boolean inLedger = store.ledger(WALLET, 10)
                .any(entry -> entry.operation().equals(draft.id()))
                .block();
        if (found == null) {
            assertThat(redemptions).isZero();
            assertThat(inLedger).isFalse();
            return;
        }
        boolean ended = found.operation().state() == Operation.State.SETTLED;
        assertThat(redemptions).isEqualTo(1);
        assertThat(inLedger).isEqualTo(ended);
        assertThat(found.tokens()).hasSize(ended ? 0 : 1);
        assertThat(found.requestBody() != null).isEqualTo(found.operation().state() == Operation.State.SENT);
    }

    @Test
    void kill_acknowledgedCommandsSurvive() throws Exception {
        OperationId id;
        try (OtherProcess other = OtherProcess.open(file)) {
            id = new OperationId(other.line());
            other.kill();
        }
        WalletStore store = open(file);
        StoredOperation found = store.load(WALLET, id).block();
        assertThat(found.operation().state()).isEqualTo(Operation.State.SENT);
        assertThat(found.requestBody()).isNotNull();
        assertThat(found.tokens()).extracting(ClaimedToken::key).containsExactly("from the other process");
        close(store);
    }

    @Test
    void settled_sealedSecretsOfIncomingTokensAreGone_fromTablesAndFile() throws Exception {
        WalletStore store = open(file);
        ClaimedToken token = samples.token("a", 1, 2, 4, 8);
        OperationDraft draft = samples.redeem(plan(15), token);
        store.prepare(WALLET, draft).block();
        List<String> sealed = new ArrayList<>(query(file, "SELECT hex(sealed) FROM incoming_token"));
        assertThat(sealed).hasSize(1);
        store.markSent(WALLET, draft.id(), 1, samples.body()).block();
        sealed.addAll(query(file, "SELECT hex(sealed) FROM request"));
        assertThat(sealed).hasSize(2);
        store.settle(WALLET, draft.id(), 2, samples.settlement(draft)).block();

        assertThat(query(file, "SELECT COUNT(*) FROM incoming_token")).containsExactly("0");
        assertThat(query(file, "SELECT COUNT(*) FROM request")).containsExactly("0");
        assertThat(query(file, "SELECT COUNT(*) FROM claim")).containsExactly("4");
        close(store);
        String bytes = Hex.encode(Files.readAllBytes(file));
        assertThat(Files.exists(file.resolveSibling("wallet.db-wal"))).isFalse();
        assertThat(sealed).noneMatch(row -> bytes.contains(row.toLowerCase(Locale.ROOT)));
    }

    private void settle(WalletStore store, OperationDraft draft) {
        Settlement settlement = samples.settlement(draft);
        store.prepare(WALLET, draft)
                .then(store.markSent(WALLET, draft.id(), 1, samples.body()))
                .then(store.settle(WALLET, draft.id(), 2, settlement))
                .block();
    }

    private static void createPrivate(Path copy) throws IOException {
        PrivateFiles.createDirectory(copy);
        Files.createFile(copy, PrivateFiles.attributes());
    }

    private Path copyOfFiles(String name) throws IOException {
        Path copy = directory.resolve(name).resolve("wallet.db");
        createPrivate(copy);
        for (String suffix : List.of("", "-wal")) {
            Files.write(
                    copy.resolveSibling("wallet.db" + suffix),
                    Files.readAllBytes(file.resolveSibling("wallet.db" + suffix)));
        }
        return copy;
    }

    private static String withoutLeases(String view) {
        return view.replaceAll(" me \\S+Z ", " me ");
    }
}
