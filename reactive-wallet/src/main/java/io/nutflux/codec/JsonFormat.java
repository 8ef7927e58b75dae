package io.nutflux.codec;

import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** JSON as this library speaks it: strict, UTF-8 only, no duplicate names, bounded; written without escapes to spare. */
final class JsonFormat {

    private static final JsonFactory WRITER = JsonFactory.builder()
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final DecodeLimits limits;
    private final JsonFactory reader;

    JsonFormat(DecodeLimits limits) {
        this.limits = limits;
        // Names are the sender's: interning them would keep them for the life of the process.
        this.reader = JsonFactory.builder()
                .streamReadConstraints(new JsonConstraints(limits))
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                .build();
    }

    /** Reads a mint's answer, refusing one above the limit for answers. */
    <T> T readAnswer(byte[] body, Function<JsonCursor, T> read) {
        if (body.length > limits.responseBytes()) {
            throw new LimitExceededException(Limit.RESPONSE_BYTES, limits.responseBytes());
        }
        return read(body, read);
    }

    /** Reads a document that holds one value and nothing else. The caller has bounded its length. */
    <T> T read(byte[] document, Function<JsonCursor, T> read) {
        if (!Utf8.isValid(document, 0, document.length)) {
            throw new DecodeException("not UTF-8");
        }
        try (JsonParser parser = reader.createParser(ObjectReadContext.empty(), document)) {
            JsonCursor cursor = new JsonCursor(parser, limits);
            cursor.begin();
            T value = read.apply(cursor);
            cursor.end();
            return value;
        }
    }

    /** The document that {@code write} writes, without white space. */
    static byte[] write(Consumer<JsonGenerator> write) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = WRITER.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write.accept(generator);
        }
        return bytes.toByteArray();
    }
}
