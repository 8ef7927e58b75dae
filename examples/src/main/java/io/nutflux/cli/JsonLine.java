package io.nutflux.cli;

import io.nutflux.model.Amount;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** One JSON object of the output, on one line, in ASCII: it may be shown on a terminal, and holds text from outside. */
final class JsonLine {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    static JsonLine of(String name, @Nullable Object value) {
        return new JsonLine().with(name, value);
    }

    /**
     * Adds a field: a number, an {@link Amount}, a boolean, a collection, another {@code JsonLine}, {@code null}, or
     * anything else as its text.
     */
    JsonLine with(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, this);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof JsonLine object) {
            json.writeStartObject();
            object.fields.forEach((name, field) -> {
                json.writeName(name);
                write(json, field);
            });
            json.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            json.writeStartArray();
            items.forEach(item -> write(json, item));
            json.writeEndArray();
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Amount amount) {
            json.writeNumber(amount.toBigInteger());
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString(value.toString());
        }
    }

    @Override
    public String toString() {
        return "JsonLine" + fields.keySet();
    }
}
