package io.nutflux.testmint;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Spending conditions in secrets (NUT-10): this mint knows a lock to one public key with {@code SIG_INPUTS} (NUT-11). A
 * condition of these kinds that asks for more is refused, not ignored.
 */
final class Condition {

    private Condition() {}

    /** Fails with 20008 if the secret is locked and the witness does not open it. */
    static void check(Input input) {
        JsonNode secret = wellKnown(input.secret());
        if (secret == null) {
            return;
        }
        JsonNode lock = secret.get(1);
        String data = Json.string(lock, "data");
        if (!secret.get(0).stringValue().equals("P2PK") || !plainTags(lock.get("tags"))) {
            throw new MintError(10001, "this mint does not know the proof's spending condition");
        }
        if (!signed(input, data)) {
            throw new MintError(20008, "witness is missing or invalid");
        }
    }

    /** The text of a secret locked to {@code publicKeyHex}. */
    static String p2pk(String publicKeyHex) {
        String nonce = HexFormat.of().formatHex(Curve.randomBytes(32));
        JsonNode tags = Json.array().add(Json.array().add("sigflag").add("SIG_INPUTS"));
        JsonNode lock =
                Json.object().put("nonce", nonce).put("data", publicKeyHex).set("tags", tags);
        return Json.text(Json.array().add("P2PK").add(lock));
    }

    private static @Nullable JsonNode wellKnown(String secret) {
        JsonNode tree = secret.startsWith("[") ? Json.readOrNull(secret) : null;
        boolean shape = tree != null
                && tree.isArray()
                && tree.size() == 2
                && tree.get(0).isString()
                && tree.get(1).isObject()
                && tree.get(1).path("nonce").isString()
                && tree.get(1).path("data").isString();
        if (!shape) {
            return null;
        }
        String kind = tree.get(0).stringValue();
        return kind.equals("P2PK") || kind.equals("HTLC") ? tree : null;
    }

    private static boolean plainTags(@Nullable JsonNode tags) {
        if (tags == null || tags.isEmpty()) {
            return true;
        }
        JsonNode only = tags.get(0);
        return tags.size() == 1
                && only.size() == 2
                && only.get(0).asString().equals("sigflag")
                && only.get(1).asString().equals("SIG_INPUTS");
    }

    private static boolean signed(Input input, String publicKey) {
        String witness = input.witness();
        JsonNode tree = witness == null ? null : Json.readOrNull(witness);
        if (tree == null) {
            return false;
        }
        byte[] digest = Curve.sha256(input.secret().getBytes(StandardCharsets.UTF_8));
        for (JsonNode signature : tree.path("signatures")) {
            if (signature.isString() && Curve.verifySchnorr(signature.stringValue(), digest, publicKey)) {
                return true;
            }
        }
        return false;
    }
}
