package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.model.RedeemResult;
import io.nutflux.store.sql.BackupFile;
import io.nutflux.store.sql.PostgresOptions;
import io.nutflux.store.sql.PostgresServer;
import io.nutflux.store.sql.PostgresStore;
import io.nutflux.store.sql.SqlStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.testmint.TestMint;
import io.nutflux.vault.TestKeys;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 13.12: a wallet whose store went on after its backup comes out of it with all its money, and on another database. */
class BackupRestoredTest {

    @TempDir
    Path directory;

    @Test
    void wallet_fromABackupInAnotherDatabase_hasWhatCameInSince_andGoesOn() {
        BackupFile backup = BackupFile.of(directory.resolve("backup"), TestKeys.provider("the backup's"));
        PostgresOptions database = PostgresOptions.of(PostgresServer.shared().freshUrl());
        try (TestMint mint = TestMint.start();
                WalletHarness wallets = new WalletHarness()) {
            SqlStore live = Objects.requireNonNull(SqliteStore.open(directory.resolve("wallet.db"), TestKeys.provider())
                    .block(PATIENCE));
            CashuWallet before = wallets.open(mint, live, options -> options);
            redeem(before, "first", mint.token(8, 4));
            live.backup(backup).block(PATIENCE);
            redeem(before, "second", mint.token(16, 2));
            before.close(PATIENCE).block(PATIENCE);

            PostgresStore.restore(backup, database).block(PATIENCE);
            SqlStore restored = Objects.requireNonNull(
                    PostgresStore.open(database, TestKeys.provider()).block(PATIENCE));
            CashuWallet after = wallets.open(mint, restored, options -> options);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(spendable(after)).isEqualTo(30));
            assertThat(redeem(after, "third", mint.token(32))).isInstanceOf(RedeemResult.Redeemed.class);
            assertThat(spendable(after)).isEqualTo(62).isEqualTo(mint.outstanding());
            assertThat(verify(after).differences()).isEmpty();
        }
    }
}
