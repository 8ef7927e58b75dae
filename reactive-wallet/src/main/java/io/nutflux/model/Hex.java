package io.nutflux.model;

import java.util.HexFormat;

/** Hexadecimal text: written in lower case, read in either (protocol X.5). */
public final class Hex {

    private static final HexFormat LOWER = HexFormat.of();

    private Hex() {}

    public static String encode(byte[] bytes) {
        return LOWER.formatHex(bytes);
    }

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if {@code text} has odd length or another character; the message does not repeat
     *     the text, which may be secret
     */
    public static byte[] decode(CharSequence text) {
        try {
            return LOWER.parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not hexadecimal");
        }
    }

    /** As {@link #decode}, refusing any other length than {@code length} bytes before anything is allocated. */
    public static byte[] decode(CharSequence text, int length) {
        if (text.length() != 2 * length) {
            throw new IllegalArgumentException("expected " + length + " bytes in hexadecimal");
        }
        return decode(text);
    }
}
