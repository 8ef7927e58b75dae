package io.nutflux.store.sql;

import io.nutflux.store.WalletStore;

/** A store in SQL, whose secrets are sealed. */
public interface SqlStore extends WalletStore {

    /** The keys that seal it, for their care. */
    StoreKeys keys();
}
