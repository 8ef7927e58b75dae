package io.nutflux.error;

import io.nutflux.model.MintUrl;

/** The mint lacks what the request needs: 404 or 405 on an optional endpoint, a NUT it does not announce, no keyset. */
public final class MintUnsupportedException extends MintException {

    public MintUnsupportedException(MintUrl mint, String message) {
        super(mint, message, null);
    }

    @Override
    public boolean mayHaveActed() {
        return false;
    }
}
