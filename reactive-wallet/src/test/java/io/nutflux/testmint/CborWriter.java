package io.nutflux.testmint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The few shapes of CBOR that a V4 token needs: definite lengths, shortest integers. */
final class CborWriter {

    private static final int UNSIGNED = 0;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    CborWriter unsigned(long value) {
        return head(UNSIGNED, value);
    }

    CborWriter text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    CborWriter bytes(String hex) {
        byte[] raw = HexFormat.of().parseHex(hex);
        head(BYTES, raw.length);
        out.writeBytes(raw);
        return this;
    }

    /** The next {@code size} items are the array's. */
    CborWriter array(int size) {
        return head(ARRAY, size);
    }

    /** The next {@code size} pairs of items are the map's. */
    CborWriter map(int size) {
        return head(MAP, size);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private CborWriter head(int major, long value) {
        int type = major << 5;
        if (Long.compareUnsigned(value, 24) < 0) {
            out.write(type | (int) value);
        } else if (Long.compareUnsigned(value, 1L << 8) < 0) {
            out.write(type | 24);
            out.write((int) value);
        } else if (Long.compareUnsigned(value, 1L << 16) < 0) {
            out.write(type | 25);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) value).array());
        } else if (Long.compareUnsigned(value, 1L << 32) < 0) {
            out.write(type | 26);
            out.writeBytes(ByteBuffer.allocate(4).putInt((int) value).array());
        } else {
            out.write(type | 27);
            out.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
        }
        return this;
    }
}
