package io.nutflux.mint;

import io.nutflux.model.RequestBody;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request to an endpoint, however many attempts it takes.
 *
 * @param path below the mint's address; may hold a quote id, so it is never printed
 * @param body {@code null} for GET
 */
record Call(Kind kind, String path, @Nullable RequestBody body, Replay replay) {

    /** What a request may do at the mint, and so whether it may be repeated. */
    enum Kind {
        /** Changes nothing: GET, {@code checkstate}, {@code restore}. Repeated freely. */
        READ,
        /** As {@code READ}, on an endpoint that a mint may lack. */
        OPTIONAL_READ,
        /** Makes a quote: changes the mint, moves no value. Repeated only if it never left. */
        QUOTE,
        /** Moves value. Repeated if it never left, or as {@link Replay} allows. */
        VALUE;

        boolean changesTheMint() {
            return this == QUOTE || this == VALUE;
        }

        /** Whether a 404 or 405 without a code means that the mint lacks the endpoint (E.2). */
        boolean mayBeAbsent() {
            return this == OPTIONAL_READ || this == QUOTE;
        }
    }

    static Call get(String path) {
        return new Call(Kind.READ, path, null, Replay.NEVER);
    }

    static Call getOptional(String path) {
        return new Call(Kind.OPTIONAL_READ, path, null, Replay.NEVER);
    }

    /** A POST that only asks. */
    static Call query(String path, RequestBody body) {
        return new Call(Kind.OPTIONAL_READ, path, body, Replay.NEVER);
    }

    static Call quote(String path, RequestBody body) {
        return new Call(Kind.QUOTE, path, body, Replay.NEVER);
    }

    static Call value(String path, RequestBody body, Replay replay) {
        return new Call(Kind.VALUE, path, body, replay);
    }

    /**
     * {@code text} as one segment of a path (04.7): every byte of its UTF-8 form but the unreserved characters of RFC 3986
     * is percent-encoded. Segments {@code .} and {@code ..} are encoded too, lest they climb.
     */
    static String segment(String text) {
        boolean dots = text.equals(".") || text.equals("..");
        StringBuilder segment = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (isUnreserved(c) && !dots) {
                segment.append(c);
            } else {
                segment.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return segment.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    @Override
    public String toString() {
        return "Call[" + kind + ", redacted]";
    }
}
