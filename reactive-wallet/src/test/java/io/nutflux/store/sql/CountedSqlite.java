package io.nutflux.store.sql;

import io.nutflux.crypto.Randomness;
import io.nutflux.store.WalletStore;
import io.nutflux.vault.KeyProvider;
import io.nutflux.vault.Place;
import io.nutflux.vault.TestKeys;
import io.nutflux.vault.WalletCipher;
import io.nutflux.vault.WalletKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An SQLite store that counts the sealed values that it opens, by their table. */
public final class CountedSqlite {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Map<String, Integer> opened = new ConcurrentHashMap<>();
    private final SqlStore store;

    private CountedSqlite(Path file) {
        KeyProvider keys = TestKeys.provider();
        SqliteStore.open(file, keys).flatMap(WalletStore::close).block(LONG);
        SqliteDatabase database = SqliteDatabase.start(file);
        Keyrings keyrings = new Keyrings(
                database,
                keys,
                Randomness.secure(),
                Clock.systemUTC(),
                (wallet, unwrapped, randomness) -> new Counting(WalletKeys.of(wallet, unwrapped, randomness)));
        database.opened().then(keyrings.check()).block(LONG);
        store = new SqlWalletStore(database, keyrings);
    }

    public static CountedSqlite open(Path file) {
        return new CountedSqlite(file);
    }

    public WalletStore store() {
        return store;
    }

    /** How many proofs were opened since this was asked last. */
    public int openedProofs() {
        Integer count = opened.remove("proof");
        return count == null ? 0 : count;
    }

    private final class Counting implements WalletCipher {

        private final WalletCipher cipher;

        Counting(WalletCipher cipher) {
            this.cipher = cipher;
        }

        @Override
        public int version() {
            return cipher.version();
        }

        @Override
        public byte[] seal(Place place, byte[] plain) {
            return cipher.seal(place, plain);
        }

        @Override
        public byte[] open(Place place, byte[] sealed) {
            opened.merge(place.table(), 1, Integer::sum);
            return cipher.open(place, sealed);
        }
    }
}
