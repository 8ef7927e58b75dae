package io.nutflux.store;

import org.jspecify.annotations.Nullable;

/**
 * A proof whose secret was read to see that it can be.
 *
 * @param damage why it cannot be read, and so not be spent, for a person; {@code null} if it can. No secret
 */
public record CheckedProof(ProofInfo proof, @Nullable String damage) {

    public boolean isReadable() {
        return damage == null;
    }
}
