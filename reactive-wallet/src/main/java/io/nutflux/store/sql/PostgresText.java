package io.nutflux.store.sql;

import java.util.HexFormat;

/**
 * Text as a column of PostgreSQL can hold it. There is no U+0000 in it, and half a surrogate pair has no encoding; but
 * callers' keys, secrets and mints' words may hold either, and must come back as they were.
 *
 * <p>Such a character becomes ESC and four hexadecimal digits, as ESC itself does. Any other text stays as it is.
 */
final class PostgresText {

    private static final char ESCAPE = '\u001B';
    private static final int DIGITS = 4;
    private static final HexFormat HEX = HexFormat.of();

    private PostgresText() {}

    static String encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSpecial(text, i)) {
                return escape(text, i);
            }
        }
        return text;
    }

    /** The same for a parameter that may be of another type. */
    static Object encoded(Object value) {
        return value instanceof String text ? encode(text) : value;
    }

    static String decode(String column) {
        int next = column.indexOf(ESCAPE);
        if (next < 0) {
            return column;
        }
        StringBuilder text = new StringBuilder(column.length());
        int from = 0;
        while (next >= 0) {
            int end = next + 1 + DIGITS;
            text.append(column, from, next).append((char) HexFormat.fromHexDigits(column, next + 1, end));
            from = end;
            next = column.indexOf(ESCAPE, from);
        }
        return text.append(column, from, column.length()).toString();
    }

    private static String escape(String text, int first) {
        StringBuilder column = new StringBuilder(text.length() + 2 * DIGITS).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpecial(text, i)) {
                column.append(ESCAPE).append(HEX.toHexDigits(c));
            } else {
                column.append(c);
            }
        }
        return column.toString();
    }

    private static boolean isSpecial(String text, int index) {
        char c = text.charAt(index);
        if (!Character.isSurrogate(c)) {
            return c == 0 || c == ESCAPE;
        }
        boolean paired = Character.isHighSurrogate(c)
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        return !paired;
    }
}
