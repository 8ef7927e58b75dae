package io.nutflux.codec;

import io.nutflux.error.LimitExceededException;
import org.jspecify.annotations.Nullable;

/**
 * Reads error bodies as they stray (00.18): {@code detail} a string, a list of complaints or an object, {@code code} a
 * number, a string or absent, or an HTML page of a proxy on the way.
 */
final class ErrorReader {

    private static final int LONGEST_SUMMARY = 200;
    private static final MintCodec.ErrorBody UNREADABLE = new MintCodec.ErrorBody(false, null, "");

    private ErrorReader() {}

    static MintCodec.ErrorBody read(JsonFormat json, byte[] body) {
        try {
            return json.readAnswer(body, in -> {
                ErrorFields fields = new ErrorFields();
                in.object("body", fields);
                return fields.toBody();
            });
        } catch (DecodeException | LimitExceededException e) {
            return UNREADABLE;
        }
    }

    private static final class ErrorFields implements JsonCursor.Fields {
        private @Nullable Integer code;
        private @Nullable String detail;
        private @Nullable String error;
        private @Nullable String message;

        @Override
        public void read(String name, JsonCursor in) {
            switch (name) {
                case "code" -> code = code(in);
                case "detail" -> detail = words(in);
                case "error" -> error = words(in);
                case "message" -> message = words(in);
                default -> in.skip();
            }
        }

        /**
         * Gateways write {@code error} and {@code message} too, and what a gateway refuses says nothing of the mint. So
         * these serve as words only; readable is what a mint alone writes.
         */
        MintCodec.ErrorBody toBody() {
            boolean readable = code != null || detail != null;
            String words = detail != null ? detail : error != null ? error : message;
            return new MintCodec.ErrorBody(readable, code, words == null ? "" : words);
        }
    }

    private static @Nullable Integer code(JsonCursor in) {
        if (in.isText()) {
            return code(in.text("code"));
        }
        if (in.isInteger()) {
            return code(in.digits("code"));
        }
        in.skip();
        return null;
    }

    /** A positive decimal that fits an {@code int}; anything else is no code. */
    private static @Nullable Integer code(String digits) {
        if (digits.isEmpty() || digits.length() > 9) {
            return null;
        }
        int code = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            code = code * 10 + (c - '0');
        }
        return code == 0 ? null : code;
    }

    /** The text itself, or the strings and numbers of a structure one after the other, cut short. */
    private static String words(JsonCursor in) {
        if (in.isText()) {
            return in.text("detail");
        }
        StringBuilder words = new StringBuilder();
        in.eachScalar(word -> {
            if (words.length() < LONGEST_SUMMARY) {
                words.append(words.length() == 0 ? "" : " ").append(word);
            }
        });
        words.setLength(Math.min(words.length(), LONGEST_SUMMARY));
        return words.toString();
    }
}
