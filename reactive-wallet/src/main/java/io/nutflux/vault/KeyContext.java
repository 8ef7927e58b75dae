package io.nutflux.vault;

import io.nutflux.model.WalletId;

/** What a wrapped data key belongs to; associated data of its wrapping. */
public record KeyContext(WalletId wallet, int version) {

    public KeyContext {
        if (version < 1) {
            throw new IllegalArgumentException("versions of data keys count from 1");
        }
    }
}
