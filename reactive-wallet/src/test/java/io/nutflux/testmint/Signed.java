package io.nutflux.testmint;

import tools.jackson.databind.node.ObjectNode;

/** An output and the mint's signature on it; {@code signature} is {@code C_} in hex. */
record Signed(Output output, String signature, Dleq dleq) {

    ObjectNode json() {
        ObjectNode node = Json.object()
                .put("amount", Json.unsigned(output.amount()))
                .put("id", output.id())
                .put("C_", signature);
        node.set("dleq", Json.object().put("e", dleq.e()).put("s", dleq.s()));
        return node;
    }
}
