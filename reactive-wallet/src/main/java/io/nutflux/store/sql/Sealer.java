package io.nutflux.store.sql;

import io.nutflux.vault.Place;
import io.nutflux.vault.WalletCipher;

/** Seals what one run of a command writes, and tells whether it sealed anything. For one thread at a time. */
final class Sealer {

    private final WalletCipher cipher;
    private boolean used;

    Sealer(WalletCipher cipher) {
        this.cipher = cipher;
    }

    byte[] seal(Place place, byte[] plain) {
        used = true;
        return cipher.seal(place, plain);
    }

    /** The version of the data key, to stand beside what it sealed. */
    long version() {
        return cipher.version();
    }

    boolean isUsed() {
        return used;
    }
}
