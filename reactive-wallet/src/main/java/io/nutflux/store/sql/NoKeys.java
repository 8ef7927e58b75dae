package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.vault.Place;
import io.nutflux.vault.WalletCipher;

/** The cipher of a wallet that has no data key. */
final class NoKeys implements WalletCipher {

    static final NoKeys INSTANCE = new NoKeys();

    private NoKeys() {}

    @Override
    public int version() {
        throw new IllegalStateException("the wallet has no data key");
    }

    @Override
    public byte[] seal(Place place, byte[] plain) {
        throw new IllegalStateException("the wallet has no data key");
    }

    @Override
    public byte[] open(Place place, byte[] sealed) {
        throw new StoreException(
                StoreException.Kind.WRONG_KEY, "a value is sealed, but the wallet's data keys are missing", null);
    }
}
