package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.crypto.Mnemonic;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.testmint.TestMint;
import io.nutflux.vault.KeyProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several wallets of one process on one store. */
class SharedStoreTest {

    private static final String WORDS =
            "half depart obvious quality work element tank gorilla view sugar picture humble";

    private final TestMint mint = TestMint.start();

    @AfterEach
    void close() {
        mint.close();
    }

    private static WalletStore opened(Path file) {
        return Objects.requireNonNull(SqliteStore.open(file, KeyProvider.password("1234".toCharArray()))
                .block(PATIENCE));
    }

    private CashuWallet wallet(WalletStore store, String name) {
        return Objects.requireNonNull(CashuWallet.builder()
                .sharedStore(store)
                .walletId(new WalletId(name))
                .seed(Mnemonic.parse(WORDS).toSeed(name))
                .options(WalletHarness.options(MintUrl.of(mint.url())))
                .open()
                .block(PATIENCE));
    }

    @Test
    void close_oneOfTwoWallets_otherWorksOnAndTheStoreIsTheCallersToClose(@TempDir Path directory) {
        Path file = directory.resolve("wallet.db");
        WalletStore store = opened(file);
        CashuWallet one = wallet(store, "one");
        CashuWallet other = wallet(store, "other");
        assertThat(redeem(one, "key", mint.token(8))).isInstanceOf(RedeemResult.Redeemed.class);
        one.close(Duration.ofSeconds(5)).block(PATIENCE);
        // The same key is another wallet's: neither keys nor money are shared.
        assertThat(redeem(other, "key", mint.token(4, 1))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(other)).isEqualTo(5);
        assertThat(verify(other).conserved()).isTrue();
        CashuWallet again = wallet(store, "one");
        assertThat(spendable(again)).isEqualTo(8);
        again.close(Duration.ofSeconds(5)).block(PATIENCE);
        other.close(Duration.ofSeconds(5)).block(PATIENCE);
        store.close().block(PATIENCE);
        opened(file).close().block(PATIENCE);
    }
}
