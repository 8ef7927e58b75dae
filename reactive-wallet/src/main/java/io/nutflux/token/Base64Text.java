package io.nutflux.token;

import io.nutflux.error.TokenException;
import io.nutflux.error.TokenException.Reason;
import java.util.Arrays;
import java.util.Base64;

/**
 * Base64 of tokens: written in the URL alphabet without padding, read in both alphabets, padded or not (00.21, 00.22).
 * Anything else is refused, also bits beyond the last byte, so that one token has few spellings.
 */
final class Base64Text {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final byte[] VALUES = values();

    private Base64Text() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** Decodes {@code text} from {@code from} to before {@code to}. */
    static byte[] decode(String text, int from, int to) {
        int end = to;
        while (end > from && to - end < 2 && text.charAt(end - 1) == '=') {
            end--;
        }
        int rest = (end - from) % 4;
        boolean wronglyPadded = end != to && (to - from) % 4 != 0;
        if (rest == 1 || wronglyPadded) {
            throw malformed();
        }
        byte[] bytes = new byte[(end - from) / 4 * 3 + (rest == 0 ? 0 : rest - 1)];
        int at = 0;
        int i = from;
        for (; i < end - rest; i += 4) {
            int bits = value(text, i) << 18 | value(text, i + 1) << 12 | value(text, i + 2) << 6 | value(text, i + 3);
            bytes[at++] = (byte) (bits >> 16);
            bytes[at++] = (byte) (bits >> 8);
            bytes[at++] = (byte) bits;
        }
        if (rest != 0) {
            int bits = value(text, i) << 12 | value(text, i + 1) << 6 | (rest == 3 ? value(text, i + 2) : 0);
            int unused = rest == 3 ? 0x3 : 0x3ff;
            if ((bits & unused) != 0) {
                throw malformed();
            }
            bytes[at++] = (byte) (bits >> 10);
            if (rest == 3) {
                bytes[at] = (byte) (bits >> 2);
            }
        }
        return bytes;
    }

    /** Whether {@code c} is a digit of the URL alphabet. */
    static boolean isUrlDigit(int c) {
        return c < VALUES.length && c >= 0 && VALUES[c] >= 0 && c != '+' && c != '/';
    }

    private static int value(String text, int index) {
        char c = text.charAt(index);
        int value = c < VALUES.length ? VALUES[c] : -1;
        if (value < 0) {
            throw malformed();
        }
        return value;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < digits.length(); i++) {
            values[digits.charAt(i)] = (byte) i;
        }
        values['+'] = 62;
        values['/'] = 63;
        return values;
    }

    private static TokenException malformed() {
        return new TokenException(Reason.MALFORMED, "not base64");
    }
}
