package io.nutflux.error;

import io.nutflux.model.MintUrl;
import org.jspecify.annotations.Nullable;

/** A success status with a body that cannot be read: undecodable, truncated, oversized, or of the wrong shape. */
public final class MintResponseException extends MintException {

    public MintResponseException(MintUrl mint, String message, @Nullable Throwable cause) {
        super(mint, message, cause);
    }

    @Override
    public boolean mayHaveActed() {
        return true;
    }
}
