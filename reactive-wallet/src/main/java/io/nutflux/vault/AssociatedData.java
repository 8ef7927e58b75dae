package io.nutflux.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Associated data of a sealing: a byte that names its use, then each part with its length before it. So {@code ("a", "bc")}
 * and {@code ("ab", "c")} differ, and so do two uses with the same parts.
 */
final class AssociatedData {

    private static final byte VALUE = 1;
    private static final byte KEY = 2;

    private AssociatedData() {}

    /** For a value at {@code place}, sealed with the wallet's data key {@code version}. */
    static byte[] ofValue(byte[] wallet, Place place, int version) {
        return join(VALUE, wallet, utf8(place.table()), utf8(place.column()), utf8(place.row()), number(version));
    }

    /** For a wrapped data key; {@code header} is the rest of its text. */
    static byte[] ofKey(KeyContext context, String header) {
        return join(KEY, context.toBytes(), utf8(header));
    }

    static byte[] join(byte use, byte[]... parts) {
        int length = 1;
        for (byte[] part : parts) {
            length += Integer.BYTES + part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length).put(use);
        for (byte[] part : parts) {
            joined.putInt(part.length).put(part);
        }
        return joined.array();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
