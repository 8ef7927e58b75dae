package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.redeem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.error.WalletException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.model.WalletId;
import io.nutflux.store.StoredProof;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.testmint.TestMint;
import io.nutflux.vault.TestKeys;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of proofs were edited behind the store's back: what is readable can be sent all the same. */
class SendDamageTest {

    private static final String UNREADABLE = "sealed = CAST(x'00' || substr(sealed, 2) AS BLOB)";

    private final TestMint mint = TestMint.start();
    private final WalletHarness wallets = new WalletHarness();
    private Path file;
    private WalletStore store;
    private CashuWallet wallet;

    /** 1 + 2 + 4 + 8 + 16. */
    @BeforeEach
    void open(@TempDir Path directory) {
        file = directory.resolve("wallet.db");
        store = Objects.requireNonNull(
                SqliteStore.open(file, TestKeys.provider()).block(PATIENCE));
        wallet = wallets.open(mint, store, redeem -> redeem);
        fund(wallet, mint, 31);
    }

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private void edit(String change) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE proof SET " + change)).isPositive();
        }
    }

    private SendRequest of(long amount, boolean offline) {
        return new SendRequest(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(amount), offline, false, null);
    }

    private void assertArrives(SendRequest request) {
        SentToken sent = Objects.requireNonNull(wallet.send(request).block(PATIENCE));
        assertThat(redeem(wallets.openOther(mint), "key", sent.token())).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UNREADABLE,
                "amount = 1099511627776",
                "amount = -1",
                "keyset = x'0011223344556677'",
                "y = CAST(substr(y, 1, 32) || x'00' AS BLOB)"
            })
    void send_theLargestProofIsDamaged_takesOthers(String change) throws SQLException {
        edit(change + " WHERE amount = 16");

        assertArrives(of(9, false));
        assertArrives(of(3, false));
    }

    @Test
    void send_oneOfTheChosenIsDamaged_asksTheMintForNothingOfIt() throws SQLException {
        edit(UNREADABLE + " WHERE amount = 4");

        // 4 + 1 would have fitted; now 8 is swapped.
        assertArrives(of(5, false));
        assertThat(mint.requests("/v1/swap")).isEqualTo(2);
        assertThat(store.proofs(WalletId.DEFAULT, StoredProof.State.RESERVED)
                        .collectList()
                        .block(PATIENCE))
                .isEmpty();
    }

    @Test
    void send_moreThanWhatIsReadable_isInsufficientFundsAndTellsOfTheDamage() throws SQLException {
        edit(UNREADABLE + " WHERE amount = 16");

        assertThatThrownBy(() -> wallet.send(of(16, false)).block(PATIENCE))
                .isInstanceOfSatisfying(
                        WalletException.class,
                        e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.INSUFFICIENT_FUNDS))
                .hasMessageContaining("left out as damaged, and named by a verification: 1");
        assertThatThrownBy(() -> wallet.send(of(16, true)).block(PATIENCE))
                .isInstanceOfSatisfying(
                        WalletException.class,
                        e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.NO_EXACT_MATCH))
                .hasMessageContaining("left out as damaged, and named by a verification: 1");
    }

    @Test
    void send_nothingIsReadable_namesADamagedRow() throws SQLException {
        edit(UNREADABLE);

        assertThatThrownBy(() -> wallet.send(of(3, false)).block(PATIENCE))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.TAMPERED))
                .hasMessageContaining("of table proof");
    }
}
