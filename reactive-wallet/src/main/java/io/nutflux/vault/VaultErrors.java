package io.nutflux.vault;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import org.jspecify.annotations.Nullable;

/** The errors of this package. None of them repeats a secret or a row's key. */
final class VaultErrors {

    private VaultErrors() {}

    static StoreException closed() {
        return new StoreException(Kind.CLOSED, "the keys are closed", null);
    }

    static StoreException wrongKey(String message) {
        return new StoreException(Kind.WRONG_KEY, message, null);
    }

    static StoreException tampered(String message) {
        return new StoreException(Kind.TAMPERED, message, null);
    }

    static StoreException unavailable(String message, @Nullable Throwable cause) {
        return new StoreException(Kind.UNAVAILABLE, message, cause);
    }
}
