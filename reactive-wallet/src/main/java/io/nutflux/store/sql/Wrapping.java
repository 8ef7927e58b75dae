package io.nutflux.store.sql;

import io.nutflux.vault.KeyProvider;

/**
 * The provider that wraps data keys, and the epoch in which it was seen to do so.
 *
 * @param epoch see {@link DataKeySql}
 */
record Wrapping(KeyProvider provider, long epoch) {

    @Override
    public String toString() {
        return "Wrapping[epoch " + epoch + "]";
    }
}
