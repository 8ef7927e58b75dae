package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Affine points as ten limbs, x before y: what they are read from and written to. For public points. */
final class Points {

    /** Limbs of a point. */
    static final int LIMBS = 2 * Field.LIMBS;

    /** Where y begins. */
    static final int Y = Field.LIMBS;

    private static final int COORDINATE_BYTES = 32;
    private static final int UNCOMPRESSED_TEXT = 2 * (1 + 2 * COORDINATE_BYTES);
    private static final int B = 7;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Points() {}

    /**
     * Reads a compressed point.
     *
     * @return false if its x is not on the curve or not below the field's prime
     */
    static boolean decode(long[] r, int ro, CurvePoint point, FieldPowers powers) {
        byte[] bytes = point.toBytes();
        return lift(r, ro, bytes, 1, bytes[0] == 3, powers);
    }

    /**
     * Finds the point with this x, 32 bytes, and this parity of y.
     *
     * @return false if there is none
     */
    private static boolean lift(long[] r, int ro, byte[] x, int from, boolean odd, FieldPowers powers) {
        long[] t = new long[Field.LIMBS];
        if (!ySquared(t, r, ro, x, from) || !powers.squareRoot(r, ro + Y, t, 0)) {
            return false;
        }
        Field.normalize(r, ro + Y, r, ro + Y);
        // y is never 0: the group's order is odd.
        if (Field.isOdd(r, ro + Y) != odd) {
            Field.scale(r, ro + Y, r, ro + Y, -1);
            Field.normalize(r, ro + Y, r, ro + Y);
        }
        return true;
    }

    /** Whether there are points with this x, 32 bytes. */
    static boolean isX(byte[] x, int from) {
        long[] t = new long[Field.LIMBS];
        if (!ySquared(t, new long[Field.LIMBS], 0, x, from)) {
            return false;
        }
        Field.normalize(t, 0, t, 0);
        long[] words = new long[4];
        Field.pack(words, 0, t, 0);
        // y is never 0: the group's order is odd.
        return Squares.isSquare(words[0], words[1], words[2], words[3]);
    }

    /**
     * Reads x and what y is a root of.
     *
     * @return false if x is not below the field's prime
     */
    private static boolean ySquared(long[] t, long[] r, int ro, byte[] x, int from) {
        ByteBuffer words = ByteBuffer.wrap(x);
        long word0 = words.getLong(from + 24);
        long word1 = words.getLong(from + 16);
        long word2 = words.getLong(from + 8);
        long word3 = words.getLong(from);
        Field.unpack(r, ro, word0, word1, word2, word3);
        Field.normalize(t, 0, r, ro);
        if (t[0] != r[ro]) {
            // Only a number not below p changes, and its lowest limb always does.
            return false;
        }
        Field.square(t, 0, r, ro);
        Field.multiply(t, 0, t, 0, r, ro);
        t[0] += B;
        return true;
    }

    /** The one with an even y of the two points with this x. */
    static CurvePoint evenWith(byte[] x) {
        return CurvePoint.of(
                ByteBuffer.allocate(CurvePoint.LENGTH).put((byte) 2).put(x).array());
    }

    static CurvePoint encode(long[] a, int ao) {
        long[] t = new long[LIMBS];
        normalize(t, 0, a, ao);
        ByteBuffer bytes = ByteBuffer.allocate(CurvePoint.LENGTH);
        bytes.put((byte) (Field.isOdd(t, Y) ? 3 : 2));
        putCoordinate(bytes, t, 0);
        return CurvePoint.of(bytes.array());
    }

    /** The uncompressed points after each other, in hexadecimal: what NUT-12 hashes. */
    static byte[] uncompressedText(long[][] arrays, int... offsets) {
        byte[] text = new byte[offsets.length * UNCOMPRESSED_TEXT];
        long[] t = new long[LIMBS];
        ByteBuffer bytes = ByteBuffer.allocate(UNCOMPRESSED_TEXT / 2);
        for (int i = 0; i < offsets.length; i++) {
            normalize(t, 0, arrays[i], offsets[i]);
            bytes.clear();
            bytes.put((byte) 4);
            putCoordinate(bytes, t, 0);
            putCoordinate(bytes, t, Y);
            for (int j = 0; j < bytes.capacity(); j++) {
                int value = bytes.get(j);
                text[i * UNCOMPRESSED_TEXT + 2 * j] = DIGITS[value >> 4 & 15];
                text[i * UNCOMPRESSED_TEXT + 2 * j + 1] = DIGITS[value & 15];
            }
        }
        return text;
    }

    private static void normalize(long[] r, int ro, long[] a, int ao) {
        Field.normalize(r, ro, a, ao);
        Field.normalize(r, ro + Y, a, ao + Y);
    }

    private static void putCoordinate(ByteBuffer bytes, long[] a, int ao) {
        long[] words = new long[4];
        Field.pack(words, 0, a, ao);
        bytes.putLong(words[3]).putLong(words[2]).putLong(words[1]).putLong(words[0]);
    }
}
