package io.nutflux.error;

import org.jspecify.annotations.Nullable;

/** The root of all errors signalled by this library. */
public abstract sealed class CashuException extends RuntimeException
        permits LimitExceededException, MintException, StoreException, TokenException, WalletException {

    CashuException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
