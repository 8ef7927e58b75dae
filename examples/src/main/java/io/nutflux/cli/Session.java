package io.nutflux.cli;

import io.nutflux.CashuWallet;
import io.nutflux.WalletOptions;
import io.nutflux.crypto.Mnemonic;
import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.Seed;
import io.nutflux.flow.RedeemOptions;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.vault.KeyProvider;
import java.time.Duration;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** An open wallet, for the time of one command. */
final class Session implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Cli cli;
    private final CashuWallet wallet;

    private Session(Cli cli, CashuWallet wallet) {
        this.cli = cli;
        this.wallet = wallet;
    }

    /** Opens the wallet of the run's directory, which must have a seed. */
    static Session open(Cli cli) {
        return open(cli, UnaryOperator.identity());
    }

    static Session open(Cli cli, UnaryOperator<RedeemOptions.Builder> redeem) {
        WalletHome home = WalletHome.of(cli);
        return open(cli, home, home.seed(), redeem);
    }

    /** Opens the wallet; if the directory holds none, makes one and tells its user. */
    static Session openOrCreate(Cli cli, UnaryOperator<RedeemOptions.Builder> redeem) {
        WalletHome home = WalletHome.of(cli);
        if (!home.hasSeed()) {
            home.refuseOrphanedStore();
            home.create(Mnemonic.generate(Randomness.secure()));
            cli.console()
                    .note("A new wallet was made in " + home.directory()
                            + ". Run nutflux seed show and write the words down: they are the money.");
        }
        return open(cli, home, home.seed(), redeem);
    }

    /** A wallet in memory with a seed of its own: nothing of it is kept. */
    static Session inMemory(Cli cli, UnaryOperator<RedeemOptions.Builder> redeem) {
        return open(cli, WalletStore.inMemory(), WalletId.DEFAULT, Mnemonic.generate(Randomness.secure()), redeem);
    }

    /** The same, but where a store is named, a new wallet in that. */
    static Session passing(Cli cli, UnaryOperator<RedeemOptions.Builder> redeem) {
        Mono<WalletStore> shared = StoreChoice.shared(cli);
        if (shared == null) {
            return inMemory(cli, redeem);
        }
        WalletId id = new WalletId("demo-" + Randomness.secure().operationId());
        return open(cli, cli.awaitOne(shared), id, Mnemonic.generate(Randomness.secure()), redeem);
    }

    private static Session open(Cli cli, WalletHome home, Mnemonic words, UnaryOperator<RedeemOptions.Builder> redeem) {
        Mono<WalletStore> shared = StoreChoice.shared(cli);
        if (shared != null) {
            return open(cli, cli.awaitOne(shared), WalletId.DEFAULT, words, redeem);
        }
        KeyProvider keys = home.hasStore() ? new Passwords(cli).existing() : new Passwords(cli).chosen();
        return open(cli, cli.awaitOne(SqliteStore.open(home.store(), keys)), WalletId.DEFAULT, words, redeem);
    }

    private static Session open(
            Cli cli, WalletStore store, WalletId id, Mnemonic words, UnaryOperator<RedeemOptions.Builder> redeem) {
        Seed seed = words.toSeed("");
        WalletOptions options =
                WalletOptions.defaults().withPlainHttp(cli.options().allowHttp).withRedeem(redeem);
        CashuWallet wallet = cli.awaitOne(CashuWallet.builder()
                .store(store)
                .walletId(id)
                .seed(seed)
                .options(options)
                .open()
                .onErrorResume(error -> store.close().then(Mono.error(error))));
        return new Session(cli, wallet);
    }

    CashuWallet wallet() {
        return wallet;
    }

    Cli cli() {
        return cli;
    }

    /** Lets what was sent to mints end, and closes the store. Not given up when the user ends the run. */
    @Override
    public void close() {
        Interruption.finish(wallet.close(GRACE), GRACE.plusSeconds(5));
    }
}
