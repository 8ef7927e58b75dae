package io.nutflux.codec;

import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import io.nutflux.model.Amount;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one CBOR item (RFC 8949): definite and indefinite lengths, integers of any width, keys in any order.
 *
 * <p>Refused: tags where a value is wanted, keys other than text, duplicate keys, text that is not UTF-8. A declared
 * length is compared with the limit and with the bytes at hand before anything is allocated for it, and a declared count
 * allocates nothing. Errors name the field and never repeat content.
 */
final class CborReader {

    /** Takes the members of one map as they come. */
    interface Fields {

        /** Reads or {@link CborReader#skip}s exactly one item; it is neither null nor undefined, which count as absent. */
        void read(String key, CborReader in);
    }

    private static final int UNSIGNED = 0;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int SIMPLE = 7;

    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;
    private static final int NULL = 0xf6;
    private static final int UNDEFINED = 0xf7;

    private final byte[] data;
    private final DecodeLimits limits;
    private int position;
    private int depth;

    // The head last read.
    private int major;
    private int info;
    private long argument;

    CborReader(byte[] data, int from, DecodeLimits limits) {
        this.data = data;
        this.position = from;
        this.limits = limits;
    }

    void map(String what, Fields fields) {
        head(MAP, what, "not a map");
        Keys seen = new Keys();
        eachElement(() -> {
            String key = text("key");
            if (!seen.add(key)) {
                throw malformed(what, "a key twice");
            }
            if (!skippedNull()) {
                fields.read(key, this);
            }
        });
    }

    /** Reads an array; {@code element} is called once for each item and reads exactly one. */
    void array(String field, Runnable element) {
        head(ARRAY, field, "not an array");
        eachElement(element);
    }

    /** Reads an unsigned integer; neither a negative one, nor a fraction, nor a tagged bignum. */
    Amount amount(String field) {
        head(UNSIGNED, field, "not an unsigned integer");
        return new Amount(argument);
    }

    String text(String field) {
        head(TEXT, field, "not text");
        if (info != INDEFINITE) {
            int from = take(argument, 0);
            return utf8(field, data, from, position);
        }
        byte[] joined = chunks(field, TEXT);
        return utf8(field, joined, 0, joined.length);
    }

    byte[] bytes(String field) {
        head(BYTES, field, "not bytes");
        if (info != INDEFINITE) {
            int from = take(argument, 0);
            return Arrays.copyOfRange(data, from, position);
        }
        return chunks(field, BYTES);
    }

    /** Passes over one item of whatever kind, within the limits of depth and elements. */
    void skip() {
        head();
        switch (major) {
            case BYTES, TEXT -> skipString();
            case ARRAY -> eachElement(this::skip);
            case MAP ->
                eachElement(() -> {
                    skip();
                    skip();
                });
            case TAG -> {
                enter();
                skip();
                depth--;
            }
            case SIMPLE -> {
                if (info == INDEFINITE || (info == 24 && argument < 32)) {
                    throw broken();
                }
            }
            default -> {}
        }
    }

    /** Makes sure that nothing follows the item just read. */
    void end() {
        if (position != data.length) {
            throw new DecodeException("bytes after the end of the CBOR item");
        }
    }

    static DecodeException malformed(String field, String why) {
        return JsonCursor.malformed(field, why);
    }

    private void skipString() {
        if (info != INDEFINITE) {
            pass(argument);
            return;
        }
        int kind = major;
        while (!atBreak()) {
            chunkHead(kind);
            pass(argument);
        }
    }

    /** Runs {@code element} for each element of the container whose head was just read. */
    private void eachElement(Runnable element) {
        boolean indefinite = info == INDEFINITE;
        long count = argument;
        enter();
        for (int read = 1; indefinite ? !atBreak() : count-- != 0; read++) {
            if (read > limits.elements()) {
                throw new LimitExceededException(Limit.ELEMENTS, limits.elements());
            }
            element.run();
        }
        depth--;
    }

    /** The joined chunks of a string of indefinite length. Each is a whole string, so text cannot be cut in mid-letter. */
    private byte[] chunks(String field, int kind) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        while (!atBreak()) {
            chunkHead(kind);
            int from = take(argument, joined.size());
            if (kind == TEXT && !Utf8.isValid(data, from, position)) {
                throw malformed(field, "not UTF-8");
            }
            joined.write(data, from, position - from);
        }
        return joined.toByteArray();
    }

    private void chunkHead(int kind) {
        head();
        if (major != kind || info == INDEFINITE) {
            throw broken();
        }
    }

    /** Moves past {@code length} bytes of a string of which {@code before} were read; returns where they begin. */
    private int take(long length, int before) {
        if (Long.compareUnsigned(length, limits.stringLength() - before) > 0) {
            throw new LimitExceededException(Limit.STRING_LENGTH, limits.stringLength());
        }
        return pass(length);
    }

    private int pass(long length) {
        if (Long.compareUnsigned(length, data.length - position) > 0) {
            throw broken();
        }
        int from = position;
        position += (int) length;
        return from;
    }

    private static String utf8(String field, byte[] bytes, int from, int to) {
        if (!Utf8.isValid(bytes, from, to)) {
            throw malformed(field, "not UTF-8");
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private void head(int expected, String field, String otherwise) {
        head();
        if (major != expected) {
            throw malformed(field, otherwise);
        }
    }

    private void head() {
        int first = next();
        major = first >> 5;
        info = first & 31;
        if (info < 24) {
            argument = info;
        } else if (info < 28) {
            argument = bigEndian(1 << (info - 24));
        } else if (info != INDEFINITE || major == UNSIGNED || major == 1 || major == TAG) {
            throw broken();
        } else {
            argument = 0;
        }
    }

    private long bigEndian(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | next();
        }
        return value;
    }

    private boolean atBreak() {
        if (peek() != BREAK) {
            return false;
        }
        position++;
        return true;
    }

    private boolean skippedNull() {
        int first = peek();
        if (first != NULL && first != UNDEFINED) {
            return false;
        }
        position++;
        return true;
    }

    private int peek() {
        if (position >= data.length) {
            throw broken();
        }
        return data[position] & 0xff;
    }

    private int next() {
        int value = peek();
        position++;
        return value;
    }

    private void enter() {
        if (++depth > limits.nestingDepth()) {
            throw new LimitExceededException(Limit.NESTING_DEPTH, limits.nestingDepth());
        }
    }

    private static DecodeException broken() {
        return new DecodeException("not well-formed CBOR");
    }

    /** The keys of one map so far. A token's keys are single letters, so most maps need no set. */
    private static final class Keys {
        private long letters;
        private @Nullable Set<String> others;

        boolean add(String key) {
            if (key.length() == 1 && key.charAt(0) >= 64 && key.charAt(0) < 128) {
                long bit = 1L << (key.charAt(0) - 64);
                boolean isNew = (letters & bit) == 0;
                letters |= bit;
                return isNew;
            }
            if (others == null) {
                others = new HashSet<>();
            }
            return others.add(key);
        }
    }
}
