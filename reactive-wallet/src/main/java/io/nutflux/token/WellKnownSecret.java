package io.nutflux.token;

import io.nutflux.model.Secret;
import java.util.List;
import java.util.Optional;

/**
 * A secret that carries a spending condition (NUT-10): {@code [kind, {nonce, data, tags}]}.
 *
 * @param tags each non-empty: its name, then its values
 */
public record WellKnownSecret(String kind, String nonce, String data, List<List<String>> tags) {

    /** Reads {@code secret} fully and strictly; empty if it is an ordinary secret (10.3). */
    public static Optional<WellKnownSecret> parse(Secret secret) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "WellKnownSecret[" + kind + ", redacted]";
    }
}
