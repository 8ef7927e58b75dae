package io.nutflux.vault;

import io.nutflux.crypto.Randomness;
import io.nutflux.error.StoreException;
import io.nutflux.model.WalletId;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A wallet's data keys, by version, and the cipher that uses them: AES-256-GCM under subkeys, the newest key seals.
 *
 * <p>A sealed value is
 *
 * <pre>
 * format 0x01 | key version (4) | salt (16) | nonce (12) | ciphertext (as long as the value) | tag (16)
 *
 * subkey          = HMAC-SHA256(data key, "nutflux/seal/1" || salt)
 * associated data = 0x01 || part(wallet id) || part(table) || part(column) || part(row) || part(key version)
 * part(x)         = length of x in bytes (4) || x
 * </pre>
 *
 * Numbers are big-endian, text is UTF-8, the nonce is random. A nonce that comes twice under one key breaks GCM, and random
 * ones of 96 bits must not be more than 2^32 under one key (NIST SP 800-38D, section 8.3), which a busy wallet seals in
 * days. So a subkey seals {@value #VALUES_PER_SALT} values at most, in one process only, and then makes room for the next:
 * the chance that a nonce repeats under a subkey is below 2^-49. Nothing has to be counted across restarts and replicas.
 *
 * <p>Immutable and thread-safe; takes no lock. Each instance has its own copies of the keys, and {@link #close} wipes them:
 * then it neither seals nor opens.
 */
public final class WalletKeys implements WalletCipher, AutoCloseable {

    static final int VALUES_PER_SALT = 1 << 24;

    private final WalletId wallet;
    private final byte[] walletBytes;
    private final Randomness randomness;
    private final int valuesPerSalt;
    private final NavigableMap<Integer, SealingKey> keys = new TreeMap<>();
    private final SealingKey newest;

    private WalletKeys(WalletId wallet, SortedMap<Integer, DataKey> keys, Randomness randomness, int valuesPerSalt) {
        if (keys.isEmpty() || keys.firstKey() < 1) {
            throw new IllegalArgumentException("a wallet has a data key, and their versions count from 1");
        }
        this.wallet = wallet;
        this.walletBytes = AssociatedData.utf8(wallet.value());
        this.randomness = randomness;
        this.valuesPerSalt = valuesPerSalt;
        keys.forEach((version, key) -> this.keys.put(version, new SealingKey(version, key, randomness, valuesPerSalt)));
        this.newest = this.keys.lastEntry().getValue();
    }

    /**
     * The cipher of {@code wallet} with these keys, by version from 1 on; the highest seals. The keys are copied, so the
     * caller may close them.
     */
    public static WalletKeys of(WalletId wallet, SortedMap<Integer, DataKey> keys, Randomness randomness) {
        return of(wallet, keys, randomness, VALUES_PER_SALT);
    }

    static WalletKeys of(WalletId wallet, SortedMap<Integer, DataKey> keys, Randomness randomness, int valuesPerSalt) {
        return new WalletKeys(wallet, keys, randomness, valuesPerSalt);
    }

    /** These keys and one more, which seals from now on if its version is the highest. This instance stays as it is. */
    public WalletKeys withNewKey(int version, DataKey key) {
        if (keys.containsKey(version)) {
            throw new IllegalArgumentException("the wallet has a data key " + version);
        }
        try (Copies copies = new Copies(keys.values())) {
            copies.add(version, key);
            return of(wallet, copies.keys(), randomness, valuesPerSalt);
        }
    }

    /** These keys but one, whose values no longer open. This instance stays as it is; close it. */
    public WalletKeys withoutKey(int version) {
        if (!keys.containsKey(version) || keys.size() == 1) {
            throw new IllegalArgumentException("data key " + version + " is not one of several");
        }
        try (Copies copies = new Copies(keys.values())) {
            copies.remove(version);
            return of(wallet, copies.keys(), randomness, valuesPerSalt);
        }
    }

    /** The versions that open, ascending; the last one seals. */
    public NavigableSet<Integer> versions() {
        return Collections.unmodifiableNavigableSet(keys.navigableKeySet());
    }

    @Override
    public int version() {
        return newest.version();
    }

    @Override
    public byte[] seal(Place place, byte[] plain) {
        return newest.seal(AssociatedData.ofValue(walletBytes, place, newest.version()), plain);
    }

    @Override
    public byte[] open(Place place, byte[] sealed) {
        Integer version = SealingKey.versionOf(sealed);
        if (version == null) {
            throw tampered(place);
        }
        SealingKey key = keys.get(version);
        if (key == null) {
            throw VaultErrors.wrongKey("data key " + version + " of wallet " + wallet + ", which sealed a value of "
                    + at(place) + ", is not among its keys " + keys.keySet());
        }
        byte[] plain = key.open(AssociatedData.ofValue(walletBytes, place, version), sealed);
        if (plain == null) {
            throw tampered(place);
        }
        return plain;
    }

    private StoreException tampered(Place place) {
        return VaultErrors.tampered("a value of " + at(place) + " of wallet " + wallet
                + " was edited, cut or moved since it was stored: somebody or something else wrote to the database");
    }

    /** The row's key stays out: it may be a quote's id, and errors are logged. */
    private static String at(Place place) {
        return place.table() + "." + place.column();
    }

    /** Overwrites the keys. Idempotent. */
    @Override
    public void close() {
        keys.values().forEach(SealingKey::close);
    }

    @Override
    public String toString() {
        return "WalletKeys[" + wallet + ", versions " + keys.keySet() + "]";
    }

    /** Copies of keys on their way to another instance, wiped when they have arrived. */
    private static final class Copies implements AutoCloseable {

        private final SortedMap<Integer, DataKey> keys = new TreeMap<>();

        Copies(Collection<SealingKey> of) {
            of.forEach(key -> keys.put(key.version(), key.copy()));
        }

        void add(int version, DataKey key) {
            keys.put(version, key.copy());
        }

        void remove(int version) {
            DataKey removed = keys.remove(version);
            if (removed != null) {
                removed.close();
            }
        }

        SortedMap<Integer, DataKey> keys() {
            return keys;
        }

        @Override
        public void close() {
            keys.values().forEach(DataKey::close);
        }
    }
}
