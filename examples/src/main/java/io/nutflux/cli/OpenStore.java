package io.nutflux.cli;

import io.nutflux.CashuWallet;
import io.nutflux.crypto.Mnemonic;
import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.Seed;
import io.nutflux.error.StoreException;
import io.nutflux.model.WalletId;
import io.nutflux.store.SecretName;
import io.nutflux.store.sql.SqlStore;
import io.nutflux.vault.KeyProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The store of a wallet's directory, open, with the words that it keeps sealed, and what unlocks it. */
final class OpenStore implements AutoCloseable {

    private static final SecretName WORDS = new SecretName("mnemonic");
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Cli cli;
    private final WalletHome home;
    private final SqlStore store;
    private final KeyProvider keys;

    private OpenStore(Cli cli, WalletHome home, SqlStore store, KeyProvider keys) {
        this.cli = cli;
        this.home = home;
        this.store = store;
        this.keys = keys;
    }

    /** Opens the store that there is. */
    static OpenStore existing(Cli cli, WalletHome home) {
        if (!StoreChoice.isNamed(cli)) {
            home.requireWallet();
        }
        return open(cli, home, new Passwords(cli).existing());
    }

    /** Opens the store, making it and its directory where they are missing. */
    static OpenStore existingOrNew(Cli cli, WalletHome home) {
        if (StoreChoice.isNamed(cli) || home.hasStore()) {
            return existing(cli, home);
        }
        KeyProvider keys = new Passwords(cli).chosen();
        home.prepareDirectory();
        return open(cli, home, keys);
    }

    private static OpenStore open(Cli cli, WalletHome home, KeyProvider keys) {
        try {
            return new OpenStore(cli, home, cli.awaitOne(StoreChoice.open(cli, home, keys)), keys);
        } catch (RuntimeException e) {
            keys.close();
            throw e;
        }
    }

    SqlStore store() {
        return store;
    }

    /** What unlocks it; closed with it. */
    KeyProvider keys() {
        return keys;
    }

    /** The words. */
    Mnemonic words() {
        Mnemonic words = wordsOrNull();
        if (words == null) {
            requireUnused(fresh());
            throw CliException.store("no wallet in " + place() + "; make one with nutflux seed new");
        }
        return words;
    }

    @Nullable
    Mnemonic wordsOrNull() {
        byte[] stored = cli.await(store.secret(WalletId.DEFAULT, WORDS));
        if (stored == null) {
            return null;
        }
        try {
            return Mnemonic.parse(new String(stored, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw CliException.store(place() + " does not hold a seed: " + e.getMessage());
        } finally {
            Arrays.fill(stored, (byte) 0);
        }
    }

    /** Gives words to a store that has none, and that is not bound to others. Never replaces any. */
    void give(Mnemonic words) {
        refuseSecond();
        if (!fit(words)) {
            throw CliException.store(
                    place() + " belongs to other words than these; nothing was changed. Bring it back with"
                            + " its own, or put these into another wallet: --wallet, or another database");
        }
        keep(words);
    }

    /** Makes words for a store that has none and was never used. */
    void giveFresh() {
        refuseSecond();
        Mnemonic words = fresh();
        requireUnused(words);
        keep(words);
    }

    private static Mnemonic fresh() {
        return Mnemonic.generate(Randomness.secure());
    }

    private void refuseSecond() {
        if (wordsOrNull() != null) {
            throw CliException.usage(place() + " has a seed already; a seed is never replaced");
        }
    }

    private void keep(Mnemonic words) {
        byte[] bytes = words.reveal().getBytes(StandardCharsets.US_ASCII);
        cli.await(store.addSecret(WalletId.DEFAULT, WORDS, bytes));
        Arrays.fill(bytes, (byte) 0);
    }

    /** Whether a wallet with these words would open. */
    private boolean fit(Mnemonic words) {
        Seed seed = words.toSeed("");
        try {
            cli.await(CashuWallet.builder()
                    .sharedStore(store)
                    .walletId(WalletId.DEFAULT)
                    .seed(seed)
                    .checkSeed());
            return true;
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.WRONG_KEY) {
                return false;
            }
            throw e;
        } finally {
            seed.wipe();
        }
    }

    /**
     * Fails if the store, which has no words, was used: then its own are missing, and others would not fit.
     *
     * @param fresh words that nobody has: they fit any store but one that is bound to others
     */
    private void requireUnused(Mnemonic fresh) {
        boolean used = cli.awaitOne(Mono.zip(
                        store.unfinished(WalletId.DEFAULT).hasElements(),
                        store.ledger(WalletId.DEFAULT, 1).hasElements())
                .map(found -> found.getT1() || found.getT2()));
        // Bound is a wallet from its first opening on.
        if (used || !fit(fresh)) {
            throw CliException.store(
                    place() + " has a store but not its seed; bring it back with nutflux seed restore");
        }
    }

    /** What the user is told: the database's URL, which may hold a password, is not repeated. */
    String place() {
        return StoreChoice.isNamed(cli) ? "the database" : home.directory().toString();
    }

    /** Forgets the password, once the store is closed. */
    void closeKeys() {
        keys.close();
    }

    /** For a store that no wallet was opened on. */
    @Override
    public void close() {
        Interruption.finish(store.close(), GRACE);
        keys.close();
    }
}
