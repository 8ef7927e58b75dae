package io.nutflux.testmint;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A blinded message that a wallet wants signed; {@code blinded} is {@code B_} in lower-case hex. */
record Output(long amount, String id, String blinded) {

    static Output read(JsonNode node) {
        return new Output(
                Json.amount(node, "amount"),
                Json.string(node, "id"),
                Json.string(node, "B_").toLowerCase(Locale.ROOT));
    }

    ObjectNode json() {
        return Json.object().put("amount", Json.unsigned(amount)).put("id", id).put("B_", blinded);
    }
}
