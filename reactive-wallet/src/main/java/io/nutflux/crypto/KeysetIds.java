package io.nutflux.crypto;

import io.nutflux.model.Keyset;
import io.nutflux.model.KeysetId;

/** Keyset ids are digests of what they name (NUT-02); recomputing them is how a wallet notices a lie. */
public final class KeysetIds {

    private KeysetIds() {}

    /** The version 1 id: of the keys alone. */
    public static KeysetId v1(Keyset keyset) {
        throw new UnsupportedOperationException(keyset.toString());
    }

    /** The version 2 id: of keys, unit, fee and expiry. */
    public static KeysetId v2(Keyset keyset) {
        throw new UnsupportedOperationException(keyset.toString());
    }

    /** Whether the keyset's id is the one its version asks for. */
    public static boolean isTrue(Keyset keyset) {
        throw new UnsupportedOperationException(keyset.toString());
    }
}
