package io.nutflux.codec;

import io.nutflux.model.Amount;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Proof;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes NUT-00's models as JSON: fields in the specification's order, absent ones left out. */
final class ModelWriter {

    private ModelWriter() {}

    /**
     * A proof as a mint gets it: without {@code dleq}, whose {@code r} would link it to its blind signature, and without
     * {@code p2pk_e} (00.13).
     */
    static void input(JsonGenerator json, Proof proof) {
        json.writeStartObject();
        plainProof(json, proof, fullId(proof.id()));
        text(json, "witness", proof.witness());
        json.writeEndObject();
    }

    /** A proof as another wallet gets it; a DLEQ proves nothing to it without {@code r}, so goes with it or not at all. */
    static void tokenProof(JsonGenerator json, Proof proof) {
        json.writeStartObject();
        plainProof(json, proof, proof.id());
        DleqProof dleq = proof.dleq();
        if (dleq != null && dleq.r() != null) {
            json.writeObjectPropertyStart("dleq");
            json.writeStringProperty("e", dleq.e().revealHex());
            json.writeStringProperty("s", dleq.s().revealHex());
            json.writeStringProperty("r", dleq.r().revealHex());
            json.writeEndObject();
        }
        text(json, "witness", proof.witness());
        if (proof.p2pkE() != null) {
            json.writeStringProperty("p2pk_e", proof.p2pkE().toHex());
        }
        json.writeEndObject();
    }

    static void outputs(JsonGenerator json, List<BlindedMessage> outputs) {
        json.writeArrayPropertyStart("outputs");
        for (BlindedMessage output : outputs) {
            json.writeStartObject();
            amount(json, output.amount());
            json.writeStringProperty("id", fullId(output.id()).hex());
            json.writeStringProperty("B_", output.B_().toHex());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void amount(JsonGenerator json, Amount amount) {
        if (amount.bits() >= 0) {
            json.writeNumberProperty("amount", amount.bits());
        } else {
            json.writeNumberProperty("amount", amount.toBigInteger());
        }
    }

    static void text(JsonGenerator json, String name, @Nullable String text) {
        if (text != null) {
            json.writeStringProperty(name, Utf8.requireEncodable(text));
        }
    }

    private static void plainProof(JsonGenerator json, Proof proof, KeysetId id) {
        amount(json, proof.amount());
        json.writeStringProperty("id", id.hex());
        text(json, "secret", proof.secret().text());
        json.writeStringProperty("C", proof.C().toHex());
    }

    /** A mint does not know short ids (00.37). */
    private static KeysetId fullId(KeysetId id) {
        if (id.isShort()) {
            throw new IllegalArgumentException("a short keyset id was not resolved before its use in a request");
        }
        return id;
    }
}
