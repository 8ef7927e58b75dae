package io.nutflux.codec;

import java.util.Arrays;

/** Writes CBOR (RFC 8949) with definite lengths and the shortest form of every integer. */
final class CborWriter {

    private static final int UNSIGNED = 0;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;

    private byte[] data = new byte[256];
    private int length;

    /** Starts a map; {@code entries} keys with their values follow. */
    CborWriter map(int entries) {
        return head(MAP, entries);
    }

    /** Starts an array; {@code items} items follow. */
    CborWriter array(int items) {
        return head(ARRAY, items);
    }

    /** Writes an integer from 0 to 2^64 - 1. */
    CborWriter unsigned(long bits) {
        return head(UNSIGNED, bits);
    }

    CborWriter text(String text) {
        byte[] utf8 = Utf8.encode(text);
        return head(TEXT, utf8.length).raw(utf8);
    }

    CborWriter bytes(byte[] bytes) {
        return head(BYTES, bytes.length).raw(bytes);
    }

    byte[] toBytes() {
        return Arrays.copyOf(data, length);
    }

    private CborWriter head(int major, long argument) {
        int first = major << 5;
        if (Long.compareUnsigned(argument, 24) < 0) {
            put(first | (int) argument);
        } else if (Long.compareUnsigned(argument, 0xffL) <= 0) {
            put(first | 24);
            bigEndian(argument, 1);
        } else if (Long.compareUnsigned(argument, 0xffffL) <= 0) {
            put(first | 25);
            bigEndian(argument, 2);
        } else if (Long.compareUnsigned(argument, 0xffff_ffffL) <= 0) {
            put(first | 26);
            bigEndian(argument, 4);
        } else {
            put(first | 27);
            bigEndian(argument, 8);
        }
        return this;
    }

    private void bigEndian(long value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            put((int) (value >>> shift));
        }
    }

    private void put(int value) {
        grow(1);
        data[length++] = (byte) value;
    }

    private CborWriter raw(byte[] bytes) {
        grow(bytes.length);
        System.arraycopy(bytes, 0, data, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private void grow(int more) {
        if (data.length - length < more) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, Math.addExact(length, more)));
        }
    }
}
