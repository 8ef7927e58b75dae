package io.nutflux.token;

import io.nutflux.codec.ConditionCodec;
import io.nutflux.model.Secret;
import java.util.List;
import java.util.Optional;

/**
 * A secret that carries a spending condition (NUT-10): {@code [kind, {nonce, data, tags}]}.
 *
 * @param tags each non-empty: its name, then its values
 */
public record WellKnownSecret(String kind, String nonce, String data, List<List<String>> tags) {

    public WellKnownSecret {
        tags = tags.stream().map(List::copyOf).toList();
    }

    /**
     * Reads {@code secret} fully and strictly; empty if it is an ordinary secret (10.3). Fields that this version does not
     * know are passed over, as a mint passes over them. Never throws.
     */
    public static Optional<WellKnownSecret> parse(Secret secret) {
        return ConditionCodec.read(secret)
                .map(read -> new WellKnownSecret(read.kind(), read.nonce(), read.data(), read.tags()));
    }

    @Override
    public String toString() {
        return "WellKnownSecret[" + kind + ", redacted]";
    }
}
