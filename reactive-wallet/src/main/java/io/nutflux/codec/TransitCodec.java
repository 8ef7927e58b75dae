package io.nutflux.codec;

import static io.nutflux.codec.JsonCursor.required;

import io.nutflux.error.LimitExceededException;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON bodies of HashiCorp Vault's transit engine. Readers ignore unknown fields, and throw {@link DecodeException} for a
 * body of another shape and {@link LimitExceededException} past a limit.
 */
public final class TransitCodec {

    private static final DecodeLimits LIMITS = DecodeLimits.defaults();

    private final JsonFormat json = new JsonFormat(LIMITS);

    /** {@code {"plaintext", "associated_data"}} of {@code POST /v1/transit/encrypt/{key}}. */
    public byte[] encryptRequest(byte[] plaintext, byte[] associatedData) {
        return request(out -> {
            // Written as base64, without a String in between that nobody could wipe.
            out.writeName("plaintext");
            out.writeBinary(plaintext);
            out.writeName("associated_data");
            out.writeBinary(associatedData);
        });
    }

    /** {@code {"ciphertext", "associated_data"}} of {@code POST /v1/transit/decrypt/{key}}. */
    public byte[] decryptRequest(String ciphertext, byte[] associatedData) {
        return request(out -> {
            out.writeStringProperty("ciphertext", ciphertext);
            out.writeName("associated_data");
            out.writeBinary(associatedData);
        });
    }

    /** {@code data.ciphertext} of an answer to {@code encrypt}. */
    public String readCiphertext(byte[] body) {
        return data(body, "ciphertext", in -> in.text("ciphertext"));
    }

    /** {@code data.plaintext} of an answer to {@code decrypt}, decoded. */
    public byte[] readPlaintext(byte[] body) {
        return data(
                body,
                "plaintext",
                in -> in.parsed("plaintext", text -> Base64.getDecoder().decode(text)));
    }

    /** {@code data.latest_version} of an answer to {@code GET /v1/transit/keys/{key}}. */
    public int readLatestVersion(byte[] body) {
        long version = data(body, "latest_version", in -> in.number("latest_version"));
        if (version < 1 || version > Integer.MAX_VALUE) {
            throw JsonCursor.malformed("latest_version", "out of range");
        }
        return (int) version;
    }

    /** Whether an error's body is Vault's own, with a list of {@code errors}, and not that of a proxy before it. */
    public boolean isError(byte[] body) {
        try {
            return json.readAnswer(body, in -> {
                boolean[] found = {false};
                in.object("body", (name, value) -> {
                    if (name.equals("errors")) {
                        value.list(name, error -> error.text(name));
                        found[0] = true;
                    } else {
                        value.skip();
                    }
                });
                return found[0];
            });
        } catch (DecodeException | LimitExceededException e) {
            return false;
        }
    }

    private <T> T data(byte[] body, String field, Function<JsonCursor, T> read) {
        return json.readAnswer(body, in -> {
            DataFields<T> fields = new DataFields<>(field, read);
            in.object("body", (name, value) -> {
                if (name.equals("data")) {
                    value.object(name, fields);
                } else {
                    value.skip();
                }
            });
            return required(fields.value, field);
        });
    }

    private static final class DataFields<T> implements JsonCursor.Fields {

        private final String field;
        private final Function<JsonCursor, T> read;
        private @Nullable T value;

        DataFields(String field, Function<JsonCursor, T> read) {
            this.field = field;
            this.read = read;
        }

        @Override
        public void read(String name, JsonCursor in) {
            if (name.equals(field)) {
                value = read.apply(in);
            } else {
                in.skip();
            }
        }
    }

    private static byte[] request(Consumer<JsonGenerator> members) {
        return JsonFormat.write(out -> {
            out.writeStartObject();
            members.accept(out);
            out.writeEndObject();
        });
    }
}
