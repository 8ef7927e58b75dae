package io.nutflux.token;

import io.nutflux.model.Hex;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Builds CBOR item by item, also such as no writer should write. */
final class Cbor {

    static final String ID = "00ad268c4d1f5826";
    static final String C = "02" + "11".repeat(32);
    static final byte[] NULL = {(byte) 0xf6};
    static final byte[] UNDEFINED = {(byte) 0xf7};

    private Cbor() {}

    static byte[] hex(String hex) {
        return Hex.decode(hex);
    }

    static byte[] uint(long value) {
        return head(0, value);
    }

    static byte[] text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return concat(head(3, utf8.length), utf8);
    }

    static byte[] bytes(String hex) {
        byte[] bytes = Hex.decode(hex);
        return concat(head(2, bytes.length), bytes);
    }

    static byte[] array(byte[]... items) {
        return concat(head(4, items.length), concat(items));
    }

    /** A map of keys and values in turn. */
    static byte[] map(byte[]... keysAndValues) {
        return concat(head(5, keysAndValues.length / 2), concat(keysAndValues));
    }

    static byte[] indefiniteArray(byte[]... items) {
        return concat(hex("9f"), concat(items), hex("ff"));
    }

    static byte[] indefiniteMap(byte[]... keysAndValues) {
        return concat(hex("bf"), concat(keysAndValues), hex("ff"));
    }

    static byte[] proof(byte[] amount) {
        return map(text("a"), amount, text("s"), text("secret"), text("c"), bytes(C));
    }

    static byte[] token(byte[]... proofs) {
        return map(text("t"), array(group(proofs)), text("m"), text("https://mint.example"), text("u"), text("sat"));
    }

    static byte[] group(byte[]... proofs) {
        return map(text("i"), bytes(ID), text("p"), array(proofs));
    }

    static String asText(byte[] cbor) {
        return "cashuB" + Base64.getUrlEncoder().withoutPadding().encodeToString(cbor);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] head(int major, long value) {
        if (value >= 0 && value < 24) {
            return new byte[] {(byte) (major << 5 | value)};
        }
        // Always eight bytes: readers must not ask for the shortest form.
        byte[] head = new byte[9];
        head[0] = (byte) (major << 5 | 27);
        for (int i = 0; i < 8; i++) {
            head[8 - i] = (byte) (value >>> (8 * i));
        }
        return head;
    }
}
