package io.nutflux.testmint;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A proof that a wallet wants to spend, as it came. */
record Input(
        long amount,
        String id,
        String secret,
        String signature,
        @Nullable String witness) {

    static Input read(JsonNode node) {
        return new Input(
                Json.amount(node, "amount"),
                Json.string(node, "id"),
                Json.string(node, "secret"),
                Json.string(node, "C"),
                Json.stringOrNull(node, "witness"));
    }
}
