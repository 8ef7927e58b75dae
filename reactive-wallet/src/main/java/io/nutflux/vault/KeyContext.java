package io.nutflux.vault;

import io.nutflux.model.WalletId;

/**
 * What a wrapped key belongs to; associated data of its wrapping.
 *
 * @param use what the key seals
 * @param name which of them: a wallet's id, a backup's
 * @param version counts from 1; a backup's key has no other
 */
public record KeyContext(Use use, WalletId name, int version) {

    /** What a key seals. */
    public enum Use {
        /** One wallet's secrets. */
        WALLET,
        /** One backup file. */
        BACKUP
    }

    public KeyContext {
        if (version < 1) {
            throw new IllegalArgumentException("versions of data keys count from 1");
        }
    }

    /** The context of the wallet's data key {@code version}. */
    public KeyContext(WalletId wallet, int version) {
        this(Use.WALLET, wallet, version);
    }

    /** The context as bytes that no other context has; what a provider is to authenticate. */
    public byte[] toBytes() {
        return AssociatedData.utf8(use + "/" + name + "/" + version);
    }
}
