package io.nutflux.testmint;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes proofs as token text (NUT-00). */
final class TokenWriter {

    private static final int SHORT_ID = 16;

    private TokenWriter() {}

    /** A {@code cashuB} token: the map in the order t, d, m, u, as in the specification's vectors (00.33). */
    static String v4(String mint, String unit, List<TestProof> proofs, TokenOptions options) {
        Map<String, List<TestProof>> byId = new LinkedHashMap<>();
        proofs.forEach(proof ->
                byId.computeIfAbsent(proof.id(), id -> new ArrayList<>()).add(proof));
        String memo = options.memo();
        CborWriter cbor = new CborWriter().map(memo == null ? 3 : 4).text("t").array(byId.size());
        byId.forEach((id, group) -> {
            String written = options.shortIds() ? id.substring(0, SHORT_ID) : id;
            cbor.map(2).text("i").bytes(written).text("p").array(group.size());
            group.forEach(proof -> proof(cbor, proof, options.dleq() ? proof.dleq() : null));
        });
        if (memo != null) {
            cbor.text("d").text(memo);
        }
        cbor.text("m").text(mint).text("u").text(unit);
        return "cashuB" + base64(cbor.toBytes(), options);
    }

    private static void proof(CborWriter cbor, TestProof proof, TestProof.@Nullable ProofDleq dleq) {
        String witness = proof.witness();
        cbor.map(3 + (dleq == null ? 0 : 1) + (witness == null ? 0 : 1));
        cbor.text("a").unsigned(proof.amount());
        cbor.text("s").text(proof.secret());
        cbor.text("c").bytes(proof.C());
        if (dleq != null) {
            cbor.text("d").map(3);
            cbor.text("e").bytes(dleq.e());
            cbor.text("s").bytes(dleq.s());
            cbor.text("r").bytes(dleq.r());
        }
        if (witness != null) {
            cbor.text("w").text(witness);
        }
    }

    /** A {@code cashuA} token of one mint. */
    static String v3(String mint, String unit, List<TestProof> proofs, TokenOptions options) {
        ArrayNode list = Json.array();
        proofs.forEach(proof -> list.add((options.dleq() ? proof : proof.withoutDleq()).tokenJson()));
        ObjectNode entry = Json.object().put("mint", mint);
        entry.set("proofs", list);
        ObjectNode token = Json.object();
        token.set("token", Json.array().add(entry));
        token.put("unit", unit);
        String memo = options.memo();
        if (memo != null) {
            token.put("memo", memo);
        }
        return "cashuA" + base64(Json.write(token), options);
    }

    private static String base64(byte[] bytes, TokenOptions options) {
        Base64.Encoder encoder = Base64.getUrlEncoder();
        return (options.padded() ? encoder : encoder.withoutPadding()).encodeToString(bytes);
    }
}
