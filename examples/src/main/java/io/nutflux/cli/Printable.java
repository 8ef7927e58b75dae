package io.nutflux.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Text from outside, made safe for a terminal: a memo or a mint's name may hold escape sequences. */
final class Printable {

    private static final long LAST_SECOND_OF_9999 = 253_402_300_799L;

    private Printable() {}

    /** Printable ASCII only, anything else a question mark, cut to {@code width}. */
    static String of(@Nullable String untrusted, int width) {
        if (untrusted == null) {
            return "-";
        }
        StringBuilder text = new StringBuilder();
        untrusted.codePoints().limit(width + 1L).forEach(c -> text.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        if (text.length() > width) {
            text.setLength(Math.max(0, width - 3));
            text.append("...");
        }
        return text.toString();
    }

    /** A time that a mint named in Unix seconds, which may be any number. */
    static String time(@Nullable Long unixSeconds) {
        if (unixSeconds == null || unixSeconds == 0) {
            return "never";
        }
        return unixSeconds > LAST_SECOND_OF_9999
                ? "second " + unixSeconds
                : Instant.ofEpochSecond(unixSeconds).toString();
    }
}
