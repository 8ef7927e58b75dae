package io.nutflux.vault;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Where a sealed value stands: associated data of its sealing, so that one moved to another row, column, table or wallet
 * does not open.
 *
 * @param row the row's key, as text; {@link #of} joins the parts of a compound key
 */
public record Place(String table, String column, String row) {

    public Place {
        requireUnicode(table);
        requireUnicode(column);
        requireUnicode(row);
    }

    /** The place in a row with this key; two different keys of several parts never become one. */
    public static Place of(String table, String column, String... key) {
        return new Place(
                table,
                column,
                key.length == 1 ? key[0] : Arrays.stream(key).map(Place::escape).collect(Collectors.joining("/")));
    }

    private static String escape(String part) {
        return part.replace("%", "%25").replace("/", "%2F");
    }

    /** Half a surrogate pair has no UTF-8, and what stands in for it would make two rows one. */
    private static void requireUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException("a place is named in Unicode text, without half characters");
                }
                i++;
            }
        }
    }
}
