package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.SendRequest;
import io.nutflux.model.Verification;
import io.nutflux.model.Verification.Difference;
import io.nutflux.model.Verification.Difference.Kind;
import io.nutflux.model.WalletId;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.vault.TestKeys;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit finds what is wrong: at the mint, in the rows, in the ledger and in the sums. */
class VerifyTest {

    @TempDir
    Path directory;

    private final TestMint mint = TestMint.start();
    private final WalletHarness wallets = new WalletHarness();
    private Path file;
    private WalletStore store;
    private CashuWallet wallet;

    /** Minted 8 + 2; then 2 of it handed out. */
    @BeforeEach
    void open() {
        file = directory.resolve("wallet.db");
        store = Objects.requireNonNull(
                SqliteStore.open(file, TestKeys.provider()).block(PATIENCE));
        wallet = wallets.open(mint, store, redeem -> redeem);
        fund(wallet, mint, 10);
        wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(2)))
                .block(PATIENCE);
    }

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private void edit(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).as("rows edited").isEqualTo(1);
        }
    }

    private StoredProof own() {
        return Objects.requireNonNull(
                store.proofs(WalletId.DEFAULT, StoredProof.State.UNSPENT).blockFirst(PATIENCE));
    }

    private static List<TestProof> asTheMintKnows(StoredProof own) {
        return List.of(new TestProof(
                own.proof().amount().toLongExact(),
                own.proof().id().hex(),
                own.proof().secret().text(),
                own.proof().C().toHex(),
                null,
                null));
    }

    private Difference onlyDifference(Verification verification, Kind kind, long amount) {
        assertThat(verification.differences()).hasSize(1);
        Difference difference = verification.differences().get(0);
        assertThat(difference.kind()).isEqualTo(kind);
        assertThat(difference.amount()).isEqualTo(BigInteger.valueOf(amount));
        assertThat(difference.mint()).isEqualTo(MintUrl.of(mint.url()));
        assertThat(difference.unit()).isEqualTo(CurrencyUnit.SAT);
        return difference;
    }

    @Test
    void verify_untouched_findsNothing() {
        Verification verification = verify(wallet);
        assertThat(verification.conserved()).isTrue();
        assertThat(verification.differences()).isEmpty();
        assertThat(verification.accounts()).singleElement().satisfies(account -> {
            assertThat(account.received()).isEqualTo(10);
            assertThat(account.spendable()).isEqualTo(8);
            assertThat(account.sent()).isEqualTo(2);
            assertThat(account.pending()).isEqualTo(2);
        });
    }

    @Test
    void verify_ownProofSpentAtTheMint_namesIt() {
        StoredProof own = own();
        mint.markSpent(asTheMintKnows(own));
        Verification verification = verify(wallet);
        assertThat(onlyDifference(verification, Kind.SPENT_AT_MINT, 8).detail())
                .contains(own.Y().toHex());
        assertThat(verification.conserved()).as("the wallet's own books").isTrue();
    }

    @Test
    void verify_ownProofInUseAtTheMint_namesItWhileItIs() {
        StoredProof own = own();
        mint.markPending(asTheMintKnows(own));
        assertThat(onlyDifference(verify(wallet), Kind.PENDING_AT_MINT, 8).detail())
                .contains(own.Y().toHex());
        mint.unmarkPending(asTheMintKnows(own));
        assertThat(verify(wallet).differences()).isEmpty();
    }

    /** It is the only one of its state, so that the store has none to give. */
    @Test
    void verify_sealedRowEdited_namesItAndCountsItStill() throws Exception {
        edit("UPDATE proof SET sealed = CAST(x'00' || substr(sealed, 2) AS BLOB) WHERE state = 'UNSPENT'");
        Verification verification = verify(wallet);
        onlyDifference(verification, Kind.UNREADABLE, 8);
        assertThat(verification.conserved()).isTrue();
    }

    @Test
    void verify_amountOfAProofEdited_booksDoNotBalance() throws Exception {
        edit("UPDATE proof SET amount = 16 WHERE state = 'UNSPENT'");
        Verification verification = verify(wallet);
        onlyDifference(verification, Kind.UNREADABLE, 16);
        assertThat(verification.conserved()).isFalse();
    }

    @Test
    void verify_proofRowDeleted_booksDoNotBalance() throws Exception {
        edit("DELETE FROM proof WHERE state = 'UNSPENT'");
        Verification verification = verify(wallet);
        assertThat(verification.conserved()).isFalse();
        assertThat(verification.differences()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE ledger SET amount = amount + 1 WHERE kind = 'MINTED', true",
        "UPDATE ledger SET time = time + 1 WHERE kind = 'SENT', true",
        "DELETE FROM ledger WHERE kind = 'SENT', true",
        "UPDATE total SET received_lo = received_lo + 1, false",
        "UPDATE total SET sent_lo = sent_lo - 1, false"
    })
    void verify_ledgerOrSumsEdited_saysSo(String sql, boolean conserved) throws Exception {
        edit(sql);
        Verification verification = verify(wallet);
        assertThat(verification.differences()).isNotEmpty().allSatisfy(difference -> {
            assertThat(difference.kind()).isEqualTo(Kind.LEDGER_CHANGED);
            assertThat(difference.mint()).isEqualTo(MintUrl.of(mint.url()));
        });
        assertThat(verification.conserved()).isEqualTo(conserved);
    }

    /** What was seen redeemed is in no entry of the ledger: only the sums can show that it was edited. */
    @Test
    void verify_sumOfClaimedEdited_booksDoNotBalance() throws Exception {
        edit("UPDATE total SET claimed_lo = claimed_lo + 1");
        assertThat(verify(wallet).conserved()).isFalse();
    }

    @Test
    void verify_mintAway_saysOnceHowMuchItCouldNotAsk() {
        mint.faults().on("/v1/checkstate").always(Fault.statusBefore(503));
        Verification verification = verify(wallet);
        onlyDifference(verification, Kind.MINT_NOT_ASKED, 10);
        assertThat(verification.conserved()).isTrue();
    }
}
