package io.nutflux.cli;

import io.nutflux.CashuWallet;
import io.nutflux.WalletOptions;
import io.nutflux.crypto.Mnemonic;
import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.Seed;
import io.nutflux.flow.RedeemOptions;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import java.time.Duration;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** An open wallet, for the time of one command. */
final class Session implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Cli cli;
    private final CashuWallet wallet;
    private final Runnable afterwards;

    private Session(Cli cli, CashuWallet wallet, Runnable afterwards) {
        this.cli = cli;
        this.wallet = wallet;
        this.afterwards = afterwards;
    }

    /** Opens the wallet of the run's directory, which must have a seed. */
    static Session open(Cli cli) {
        return open(cli, UnaryOperator.<WalletOptions>identity());
    }

    /** The same, with options changed. */
    static Session open(Cli cli, UnaryOperator<WalletOptions> change) {
        return open(cli, OpenStore.existing(cli, WalletHome.of(cli)), change);
    }

    /** Opens the wallet; if the directory holds none, makes one and tells its user. */
    static Session openOrCreate(Cli cli, UnaryOperator<RedeemOptions.Builder> redeem) {
        WalletHome home = WalletHome.of(cli);
        OpenStore opened = OpenStore.existingOrNew(cli, home);
        try {
            if (opened.wordsOrNull() == null) {
                opened.giveFresh();
                cli.console()
                        .note("A new wallet was made in " + opened.place()
                                + ". Run nutflux seed show and write the words down: they are the money.");
            }
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        return open(cli, opened, options -> options.withRedeem(redeem));
    }

    /** A wallet in memory with a seed of its own: nothing of it is kept. */
    static Session inMemory(Cli cli, UnaryOperator<RedeemOptions.Builder> redeem) {
        return open(
                cli,
                WalletStore.inMemory(),
                WalletId.DEFAULT,
                Mnemonic.generate(Randomness.secure()),
                options -> options.withRedeem(redeem),
                () -> {});
    }

    /** The same, but where a store is named, a new wallet in that. */
    static Session passing(Cli cli, UnaryOperator<RedeemOptions.Builder> redeem) {
        if (!StoreChoice.isNamed(cli)) {
            return inMemory(cli, redeem);
        }
        OpenStore opened = OpenStore.existingOrNew(cli, WalletHome.of(cli));
        WalletId id = new WalletId("demo-" + Randomness.secure().operationId());
        return open(cli, opened, id, Mnemonic.generate(Randomness.secure()), options -> options.withRedeem(redeem));
    }

    private static Session open(Cli cli, OpenStore opened, UnaryOperator<WalletOptions> change) {
        Mnemonic words;
        try {
            words = opened.words();
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        return open(cli, opened, WalletId.DEFAULT, words, change);
    }

    private static Session open(
            Cli cli, OpenStore opened, WalletId id, Mnemonic words, UnaryOperator<WalletOptions> change) {
        try {
            return open(cli, opened.store(), id, words, change, opened::closeKeys);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Session open(
            Cli cli,
            WalletStore store,
            WalletId id,
            Mnemonic words,
            UnaryOperator<WalletOptions> change,
            Runnable afterwards) {
        Seed seed = words.toSeed("");
        WalletOptions options = change.apply(WalletOptions.defaults().withPlainHttp(cli.options().allowHttp));
        CashuWallet wallet = cli.awaitOne(CashuWallet.builder()
                .store(store)
                .walletId(id)
                .seed(seed)
                .options(options)
                .open()
                .onErrorResume(error -> store.close().then(Mono.error(error))));
        return new Session(cli, wallet, afterwards);
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
        afterwards.run();
    }
}
