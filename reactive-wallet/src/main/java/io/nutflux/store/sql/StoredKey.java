package io.nutflux.store.sql;

import io.nutflux.model.WalletId;
import io.nutflux.vault.KeyContext;
import io.nutflux.vault.WrappedKey;

/** A row of {@code data_key}. */
record StoredKey(WalletId wallet, int version, WrappedKey wrapped, State state) {

    enum State {
        /** Seals; one for each wallet. */
        ACTIVE,
        /** Only opens, until nothing is left that it sealed. */
        RETIRED
    }

    KeyContext context() {
        return new KeyContext(wallet, version);
    }

    boolean isActive() {
        return state == State.ACTIVE;
    }

    @Override
    public String toString() {
        return "StoredKey[" + wallet + ", " + version + ", " + state + "]";
    }
}
