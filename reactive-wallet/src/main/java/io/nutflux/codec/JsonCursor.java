package io.nutflux.codec;

import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import io.nutflux.model.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One pass over one JSON document. The cursor stands on a value; each reading method takes that value whole, checks its
 * kind and bounds, and leaves the cursor on its last token. Errors name the field and never repeat content.
 */
final class JsonCursor {

    /** Takes the members of one object as they come. */
    interface Fields {

        /** Reads or {@link JsonCursor#skip}s the value the cursor stands on; it is never {@code null} (X.3). */
        void read(String name, JsonCursor in);

        /** A member that is {@code null}, for the few that tell it from an absent one. */
        default void readNull(String name) {}
    }

    private final JsonParser parser;
    private final DecodeLimits limits;
    private JsonToken token = JsonToken.NOT_AVAILABLE;
    private int depth;
    private boolean broken;

    JsonCursor(JsonParser parser, DecodeLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    void begin() {
        advance();
    }

    /** Makes sure that nothing follows the value just read. */
    void end() {
        try {
            if (parser.nextToken() != null) {
                throw new DecodeException("more than one JSON value");
            }
        } catch (JacksonException e) {
            throw broken();
        }
    }

    boolean isObject() {
        return token == JsonToken.START_OBJECT;
    }

    boolean isText() {
        return token == JsonToken.VALUE_STRING;
    }

    boolean isInteger() {
        return token == JsonToken.VALUE_NUMBER_INT;
    }

    void object(String what, Fields fields) {
        if (token != JsonToken.START_OBJECT) {
            throw malformed(what, "not an object");
        }
        for (int count = 1; advance() != JsonToken.END_OBJECT; count++) {
            checkElements(count);
            String name = parser.currentName();
            if (advance() == JsonToken.VALUE_NULL) {
                fields.readNull(name);
            } else {
                fields.read(name, this);
            }
        }
    }

    /** Reads an array; {@code element} is called with the cursor on each of its values. */
    <T> List<T> list(String field, Function<JsonCursor, T> element) {
        if (token != JsonToken.START_ARRAY) {
            throw malformed(field, "not an array");
        }
        List<T> values = new ArrayList<>();
        while (advance() != JsonToken.END_ARRAY) {
            checkElements(values.size() + 1);
            values.add(element.apply(this));
        }
        return values;
    }

    String text(String field) {
        if (token != JsonToken.VALUE_STRING) {
            throw malformed(field, "not a string");
        }
        String value;
        try {
            value = parser.getString();
        } catch (JsonConstraints.BufferExceededException e) {
            throw new LimitExceededException(Limit.STRING_LENGTH, limits.stringLength());
        } catch (JacksonException e) {
            throw broken();
        }
        long bytes = Utf8.length(value);
        if (bytes < 0) {
            throw malformed(field, "an unpaired surrogate");
        }
        if (bytes > limits.stringLength()) {
            throw new LimitExceededException(Limit.STRING_LENGTH, limits.stringLength());
        }
        return value;
    }

    /** Reads a string as a value of the model, whose constructor may refuse it. */
    <T> T parsed(String field, Function<String, T> of) {
        String text = text(field);
        return checked(field, () -> of.apply(text));
    }

    boolean bool(String field) {
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw malformed(field, "not a boolean");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** Reads an integer as it is written, with its sign if it has one. */
    String digits(String field) {
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw malformed(field, "not an integer");
        }
        try {
            return parser.getString();
        } catch (JacksonException e) {
            throw broken();
        }
    }

    /** Reads an integer from 0 to 2^64 - 1, written without sign, fraction, exponent or quotes (X.4). */
    Amount amount(String field) {
        String digits = digits(field);
        return checked(field, () -> Amount.parse(digits));
    }

    /** Reads an integer from 0 to 2^63 - 1, as times and fees are. */
    long number(String field) {
        long bits = amount(field).bits();
        if (bits < 0) {
            throw malformed(field, "out of range");
        }
        return bits;
    }

    /** Passes over the value, whatever it is, within the limits of depth and elements. */
    void skip() {
        eachScalar(null);
    }

    /** Passes over the value and hands on each string and integer in it. */
    void eachScalar(@Nullable Consumer<String> sink) {
        if (token == JsonToken.START_OBJECT) {
            for (int count = 1; advance() != JsonToken.END_OBJECT; count++) {
                checkElements(count);
                advance();
                eachScalar(sink);
            }
        } else if (token == JsonToken.START_ARRAY) {
            for (int count = 1; advance() != JsonToken.END_ARRAY; count++) {
                checkElements(count);
                eachScalar(sink);
            }
        } else if (sink != null && isText()) {
            sink.accept(text("text"));
        } else if (sink != null && isInteger()) {
            sink.accept(digits("number"));
        }
    }

    /**
     * Runs {@code read} on the value. If that finds it of the wrong form, the rest of the value is skipped and the error
     * returned, so that the caller may go on with the next; broken JSON and passed limits are thrown all the same.
     */
    @Nullable
    DecodeException attempt(Consumer<JsonCursor> read) {
        int outside = token.isStructStart() ? depth - 1 : depth;
        try {
            read.accept(this);
            return null;
        } catch (DecodeException e) {
            if (broken) {
                throw e;
            }
            while (depth > outside) {
                advance();
            }
            return e;
        }
    }

    static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw malformed(field, "missing");
        }
        return value;
    }

    /** What {@code of} makes, its {@link IllegalArgumentException} turned into an error that names the field. */
    static <T> T checked(String field, Supplier<T> of) {
        try {
            return of.get();
        } catch (IllegalArgumentException e) {
            throw malformed(field, String.valueOf(e.getMessage()));
        }
    }

    static DecodeException malformed(String field, String why) {
        return new DecodeException(field + ": " + why);
    }

    private JsonToken advance() {
        JsonToken next;
        try {
            next = parser.nextToken();
        } catch (JsonConstraints.BufferExceededException e) {
            // Strings are not materialised before text() asks for them, so this was a number.
            throw new LimitExceededException(Limit.NUMBER_LENGTH, limits.numberLength());
        } catch (JacksonException e) {
            throw broken();
        }
        if (next == null) {
            throw broken();
        }
        if (next.isStructStart()) {
            depth++;
        } else if (next.isStructEnd()) {
            depth--;
        }
        token = next;
        return next;
    }

    private void checkElements(int count) {
        if (count > limits.elements()) {
            throw new LimitExceededException(Limit.ELEMENTS, limits.elements());
        }
    }

    /** Jackson's message quotes the input, so neither it nor the cause is kept. */
    private DecodeException broken() {
        broken = true;
        return new DecodeException("not well-formed JSON");
    }
}
