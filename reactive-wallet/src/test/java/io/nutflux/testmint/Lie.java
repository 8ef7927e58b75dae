package io.nutflux.testmint;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A change to an honest answer. A lie that does not fit the answer (too few signatures, another endpoint) is not told. */
public enum Lie {

    /** The first signature is of another point; its DLEQ proof no longer holds. */
    WRONG_SIGNATURE(signatures(list -> first(list).put("C_", randomPoint()))),

    /** The first signature is no point at all. */
    INVALID_POINT(signatures(list -> first(list).put("C_", "02" + "ff".repeat(32)))),

    /** The signatures come in the opposite order. */
    REORDERED_SIGNATURES(signatures(Lie::reverse)),

    /** The second signature is the first once more. */
    DUPLICATED_SIGNATURE(signatures(list -> {
        if (list.size() > 1) {
            list.set(1, list.get(0).deepCopy());
        }
    })),

    /** The last signature is left out. */
    MISSING_SIGNATURE(signatures(list -> list.remove(list.size() - 1))),

    /** The last signature comes twice. */
    EXTRA_SIGNATURE(signatures(list -> list.add(list.get(list.size() - 1).deepCopy()))),

    /** The first signature claims twice its amount. */
    WRONG_AMOUNT(signatures(list -> first(list)
            .put("amount", first(list).get("amount").bigIntegerValue().shiftLeft(1)))),

    /** The first signature claims a keyset that does not exist. */
    WRONG_KEYSET_ID(signatures(list -> first(list).put("id", "00" + "ad".repeat(7)))),

    /** The first signature's DLEQ proof is false. */
    FALSE_DLEQ(signatures(list -> first(list).set("dleq", randomDleq()))),

    /** No signature has a DLEQ proof. */
    MISSING_DLEQ(signatures(list -> list.forEach(signature -> ((ObjectNode) signature).remove("dleq")))),

    /** The states come in the opposite order. */
    REORDERED_STATES(list("states", Lie::reverse)),

    /** The last state is left out. */
    MISSING_STATE(list("states", list -> list.remove(list.size() - 1))),

    /** The first state is of another proof. */
    WRONG_Y(list("states", list -> first(list).put("Y", randomPoint()))),

    /** Every proof is said to be spent. */
    ALL_SPENT(list("states", list -> list.forEach(state -> ((ObjectNode) state).put("state", "SPENT")))),

    /** Every proof is said to be unspent. */
    ALL_UNSPENT(list("states", list -> list.forEach(state -> ((ObjectNode) state).put("state", "UNSPENT")))),

    /** Every proof is in a state that no specification has. */
    UNKNOWN_STATE(list("states", list -> list.forEach(state -> ((ObjectNode) state).put("state", "FROZEN")))),

    /** Nothing was ever signed. */
    NOTHING_RESTORED(answer -> {
        if (answer.has("outputs") && answer.has("signatures")) {
            answer.set("outputs", Json.array());
            answer.set("signatures", Json.array());
        }
    }),

    /** An output that was not asked for is restored too, with the first one's signature. */
    EXTRA_RESTORED(restored((outputs, signatures) -> {
        outputs.add(first(outputs).deepCopy().put("B_", randomPoint()));
        signatures.add(signatures.get(0).deepCopy());
    })),

    /** What is restored comes in another order than it was asked for, outputs and signatures alike. */
    REORDERED_RESTORED(restored((outputs, signatures) -> {
        reverse(outputs);
        reverse(signatures);
    })),

    /** The mint says nothing of restoring signatures (NUT-09). */
    WITHOUT_RESTORE(answer -> {
        if (answer.get("nuts") instanceof ObjectNode nuts) {
            nuts.remove("9");
        }
    }),

    /** The last signature of a restored output is left out, its output is not. */
    UNEVEN_RESTORED(restored((outputs, signatures) -> signatures.remove(signatures.size() - 1))),

    /** Each keyset's keys are others than it signs with, so that its id does not fit them. */
    OTHER_KEYS(list("keysets", list -> list.forEach(Lie::otherKeys)));

    // Immutable: the lambdas capture nothing that changes.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Consumer<ObjectNode> change;

    Lie(Consumer<ObjectNode> change) {
        this.change = change;
    }

    void tell(ObjectNode answer) {
        change.accept(answer);
    }

    private static Consumer<ObjectNode> signatures(Consumer<ArrayNode> change) {
        return list("signatures", change);
    }

    private static Consumer<ObjectNode> list(String field, Consumer<ArrayNode> change) {
        return answer -> {
            if (answer.get(field) instanceof ArrayNode list && !list.isEmpty()) {
                change.accept(list);
            }
        };
    }

    private interface RestoredChange {
        void apply(ArrayNode outputs, ArrayNode signatures);
    }

    private static Consumer<ObjectNode> restored(RestoredChange change) {
        return answer -> {
            if (answer.get("outputs") instanceof ArrayNode outputs
                    && answer.get("signatures") instanceof ArrayNode signatures
                    && !outputs.isEmpty()) {
                change.apply(outputs, signatures);
            }
        };
    }

    private static ObjectNode first(ArrayNode list) {
        return (ObjectNode) list.get(0);
    }

    private static void reverse(ArrayNode list) {
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(element -> elements.add(0, element));
        list.removeAll();
        elements.forEach(list::add);
    }

    private static void otherKeys(JsonNode keyset) {
        if (keyset.get("keys") instanceof ObjectNode keys) {
            List.copyOf(keys.propertyNames()).forEach(amount -> keys.put(amount, randomPoint()));
        }
    }

    private static String randomPoint() {
        return Curve.hex(Curve.publicPoint(Curve.randomScalar()));
    }

    private static ObjectNode randomDleq() {
        return Json.object()
                .put("e", ProofMaker.randomSecret())
                .put("s", HexFormat.of().formatHex(Curve.randomScalar()));
    }
}
