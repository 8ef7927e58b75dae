package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.store.sql.CountedSqlite;
import io.nutflux.testmint.TestMint;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of proofs are opened where they are needed, and once. */
class ProofOpeningsTest {

    private final TestMint mint = TestMint.builder().denominations(1, 2, 4).start();
    private final WalletHarness wallets = new WalletHarness();
    private CountedSqlite counted;
    private CashuWallet wallet;

    /** Fifty proofs of 4. */
    @BeforeEach
    void open(@TempDir Path directory) {
        counted = CountedSqlite.open(directory.resolve("wallet.db"));
        wallet = wallets.open(mint, counted.store(), redeem -> redeem);
        fund(wallet, mint, 200);
        counted.openedProofs();
    }

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private SentToken send(long amount) {
        return Objects.requireNonNull(
                wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(amount)))
                        .block(PATIENCE));
    }

    @Test
    void send_proofsThatFit_opensThese() {
        send(12);

        assertThat(mint.requests("/v1/swap")).isZero();
        assertThat(counted.openedProofs()).isEqualTo(3);
    }

    @Test
    void send_noFit_opensWhatItSwaps() {
        send(10);

        assertThat(mint.requests("/v1/swap")).isOne();
        assertThat(counted.openedProofs()).isEqualTo(3);
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void send_moreThanThereIs_opensNothing() {
        wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(201)))
                .onErrorComplete()
                .block(PATIENCE);

        assertThat(counted.openedProofs()).isZero();
    }

    @Test
    void verify_opensEachProofThatIsNotSpentOnce() {
        send(12);
        counted.openedProofs();

        assertThat(verify(wallet).differences()).isEmpty();

        assertThat(counted.openedProofs()).isEqualTo(50);
    }

    @Test
    void reclaim_ofAToken_opensItsProofs() {
        SentToken first = send(8);
        send(12);
        counted.openedProofs();

        assertThat(wallet.reclaim(first.token()).block(PATIENCE)).isInstanceOf(RedeemResult.Redeemed.class);

        assertThat(counted.openedProofs()).isEqualTo(2);
    }
}
