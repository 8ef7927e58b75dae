package io.nutflux.store.sql;

import io.nutflux.vault.WalletCipher;
import io.nutflux.vault.WalletKeys;
import java.util.List;

/**
 * A wallet's data keys as they were read, and the cipher that holds them unwrapped.
 *
 * @param keys none for a wallet that has sealed nothing yet
 */
record Keyring(List<StoredKey> keys, WalletCipher cipher) {

    Keyring {
        keys = List.copyOf(keys);
    }

    /** Of a wallet without a data key: opens nothing, so that a sealed row of it is found to lack its key. */
    static Keyring empty() {
        return new Keyring(List.of(), NoKeys.INSTANCE);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Wipes the keys. For when no command can be using them. */
    void close() {
        if (cipher instanceof WalletKeys wipeable) {
            wipeable.close();
        }
    }

    @Override
    public String toString() {
        return "Keyring[" + keys + "]";
    }
}
