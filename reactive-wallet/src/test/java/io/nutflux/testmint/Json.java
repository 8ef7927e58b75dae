package io.nutflux.testmint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON trees, and fields read from them with a {@link MintError} of HTTP 422 where the shape is wrong. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int UNSIGNED_BITS = 64;

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static byte[] write(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    static ObjectNode read(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw MintError.shape("the body is not JSON");
        }
        throw MintError.shape("the body is not a JSON object");
    }

    /** The text as a tree, or null if it is not JSON. */
    static @Nullable JsonNode readOrNull(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }

    static String string(JsonNode object, String field) {
        String value = stringOrNull(object, field);
        if (value == null) {
            throw MintError.shape("'" + field + "' is missing");
        }
        return value;
    }

    static @Nullable String stringOrNull(JsonNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw MintError.shape("'" + field + "' is not a string");
        }
        return value.stringValue();
    }

    /** An unsigned 64-bit integer. */
    static long amount(JsonNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null || !value.isIntegralNumber()) {
            throw MintError.shape("'" + field + "' is not an integer");
        }
        BigInteger number = value.bigIntegerValue();
        if (number.signum() < 0 || number.bitLength() > UNSIGNED_BITS) {
            throw MintError.shape("'" + field + "' is out of range");
        }
        return number.longValue();
    }

    static ArrayNode list(JsonNode object, String field) {
        if (object.get(field) instanceof ArrayNode array) {
            return array;
        }
        throw MintError.shape("'" + field + "' is not an array");
    }

    static List<String> strings(JsonNode object, String field) {
        List<String> strings = new ArrayList<>();
        for (JsonNode element : list(object, field)) {
            if (!element.isString()) {
                throw MintError.shape("'" + field + "' holds something else than strings");
            }
            strings.add(element.stringValue());
        }
        return strings;
    }

    static BigInteger unsigned(long amount) {
        return new BigInteger(Long.toUnsignedString(amount));
    }
}
