package io.nutflux.store;

import io.nutflux.error.StoreException;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;

/** Short forms for what the in-memory store refuses. Messages name keys and operations, never secrets. */
final class Conflicts {

    private Conflicts() {}

    static StoreException conflict(String message) {
        return new StoreException(StoreException.Kind.CONFLICT, message, null);
    }

    static StoreException countersBehind(MintUrl mint, KeysetId keyset) {
        return new StoreException(
                StoreException.Kind.COUNTERS_BEHIND,
                "the counters of keyset " + keyset + " of " + mint
                        + " lag behind, since the store was loaded from a backup; they are"
                        + " brought up to date as soon as the mint answers, by the open wallet or by restoring from its seed",
                null);
    }

    static StoreException keysetConflict(String message) {
        return new StoreException(StoreException.Kind.KEYSET_CONFLICT, message, null);
    }
}
