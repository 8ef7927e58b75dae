package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;

import io.nutflux.crypto.Seed;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.PostgresOptions;
import io.nutflux.store.sql.PostgresStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.vault.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;

/** Wallets in child processes: on a store that is named by an argument, making small swaps, soon over the dead. */
final class ChildWallets {

    private static final String SQLITE = "sqlite:";
    private static final Duration LEASE = Duration.ofSeconds(2);

    private ChildWallets() {}

    /** The argument that names an SQLite file. */
    static String sqlite(Path file) {
        return SQLITE + file;
    }

    /** The store that {@link #sqlite} or the URL of a PostgreSQL database names. */
    static WalletStore store(String named) {
        return Objects.requireNonNull((named.startsWith(SQLITE)
                        ? SqliteStore.open(Path.of(named.substring(SQLITE.length())), TestKeys.provider())
                        : PostgresStore.open(PostgresOptions.of(named), TestKeys.provider()))
                .block(PATIENCE));
    }

    static CashuWallet wallet(WalletStore store, String mint, String seedHex) {
        WalletOptions options = WalletHarness.options(MintUrl.of(mint))
                .withRedeem(
                        redeem -> redeem.maxInputsPerSwap(8).concurrentSwaps(4).maxTokensInFlight(64))
                .withRecovery(new RecoveryOptions(
                        LEASE, Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofMillis(200), 16))
                .withInbox(inbox -> inbox.lease(LEASE)
                        .batch(32)
                        .maxInFlight(64)
                        .pollInterval(Duration.ofMillis(50))
                        .minBackoff(Duration.ofMillis(20))
                        .maxBackoff(Duration.ofMillis(200)));
        return Objects.requireNonNull(CashuWallet.builder()
                .store(store)
                .seed(Seed.of(HexFormat.of().parseHex(seedHex)))
                .options(options)
                .open()
                .block(PATIENCE));
    }

    /** Loads the classes that redeeming needs, so that a killed process is followed at once by one that works. */
    static void warmUp(String mint) {
        CashuWallet wallet = wallet(WalletStore.inMemory(), mint, "00".repeat(Seed.LENGTH));
        wallet.redeem(new RedeemRequest("none", "cashuBpGFt")).block(PATIENCE);
        wallet.close(Duration.ZERO).block(PATIENCE);
    }

    /** {@code KEY OUTCOME}, and of a redeemed token {@code AMOUNT FEE OPERATION}: what must be the same each time. */
    static String text(RedeemResult result) {
        String text = result.key() + " " + result.getClass().getSimpleName();
        return result instanceof RedeemResult.Redeemed redeemed
                ? text + " " + redeemed.amount() + " " + redeemed.fee() + " " + redeemed.operation()
                : text;
    }
}
