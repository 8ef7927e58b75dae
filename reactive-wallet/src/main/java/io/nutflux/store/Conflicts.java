package io.nutflux.store;

import io.nutflux.error.StoreException;

/** Short forms for what the in-memory store refuses. Messages name keys and operations, never secrets. */
final class Conflicts {

    private Conflicts() {}

    static StoreException conflict(String message) {
        return new StoreException(StoreException.Kind.CONFLICT, message, null);
    }

    static StoreException keysetConflict(String message) {
        return new StoreException(StoreException.Kind.KEYSET_CONFLICT, message, null);
    }
}
