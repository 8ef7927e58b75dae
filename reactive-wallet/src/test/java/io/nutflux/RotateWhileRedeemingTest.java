package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import io.nutflux.store.sql.PostgresServer;
import io.nutflux.store.sql.RotationProgress;
import io.nutflux.store.sql.SqlStore;
import io.nutflux.testmint.TestMint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A wallet redeems while it gets a new data key, and another: nothing fails, and nothing is left sealed with an old one. */
class RotateWhileRedeemingTest {

    @Test
    void rotate_whileAWalletOnSqliteRedeems_losesNothing(@TempDir Path directory) throws Exception {
        rotateWhileRedeeming(ChildWallets.sqlite(directory.resolve("wallet.db")));
    }

    @Test
    void rotate_whileAWalletOnPostgresRedeems_losesNothing() throws Exception {
        rotateWhileRedeeming(PostgresServer.shared().freshUrl());
    }

    private static void rotateWhileRedeeming(String named) throws Exception {
        try (TestMint mint = TestMint.builder().start();
                WalletHarness wallets = new WalletHarness()) {
            SqlStore store = (SqlStore) ChildWallets.store(named);
            CashuWallet wallet = wallets.open(
                    store,
                    WalletHarness.options(MintUrl.of(mint.url())).withRedeem(options -> options.maxInputsPerSwap(8)));
            assertThat(redeem(wallet, "first", mint.token(8))).isInstanceOf(RedeemResult.Redeemed.class);

            Mono<RotationProgress> rotation =
                    store.keys().rotate(WalletId.DEFAULT).last();
            CompletableFuture<List<RotationProgress>> rotations =
                    rotation.repeat(1).collectList().toFuture();
            Map<String, RedeemResult> results = redeem(wallet, mint.tokens(100, 8, 4));

            assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
            assertThat(rotations.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .hasSize(2)
                    .allMatch(end -> end.complete() && end.unreadable() == 0)
                    .extracting(RotationProgress::version)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(verify(wallet).differences()).isEmpty();
            assertThat(verify(wallet).conserved()).isTrue();
            assertThat(spendable(wallet)).isEqualTo(mint.outstanding());
        }
    }
}
