package io.nutflux.codec;

import java.nio.charset.StandardCharsets;

/**
 * Strict UTF-8. The JDK's own conversions replace what is malformed, which would let two different inputs become one
 * secret; here malformed text is refused on either side.
 */
final class Utf8 {

    private Utf8() {}

    /** Whether the bytes are UTF-8 as of RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF. */
    static boolean isValid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            int lead = bytes[i];
            if (lead >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(lead & 0xff);
            if (length == 0 || to - i < length || !isSecondByte(lead & 0xff, bytes[i + 1] & 0xff)) {
                return false;
            }
            for (int k = 2; k < length; k++) {
                if ((bytes[i + k] & 0xc0) != 0x80) {
                    return false;
                }
            }
            i += length;
        }
        return true;
    }

    /** Bytes of the sequence that {@code lead} begins; 0 if none begins so. */
    private static int sequenceLength(int lead) {
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        if (lead < 0xe0) {
            return 2;
        }
        return lead < 0xf0 ? 3 : 4;
    }

    private static boolean isSecondByte(int lead, int second) {
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }

    /** Bytes of {@code text} in UTF-8; -1 if it has a surrogate without its other half, which UTF-8 cannot express. */
    static long length(String text) {
        long bytes = 0;
        int end = text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                return -1;
            }
        }
        return bytes;
    }

    /**
     * The same text.
     *
     * @throws IllegalArgumentException if it has a surrogate without its other half
     */
    static String requireEncodable(String text) {
        if (length(text) < 0) {
            throw new IllegalArgumentException("text with an unpaired surrogate cannot be written");
        }
        return text;
    }

    /**
     * The text's bytes.
     *
     * @throws IllegalArgumentException if it has a surrogate without its other half
     */
    static byte[] encode(String text) {
        return requireEncodable(text).getBytes(StandardCharsets.UTF_8);
    }
}
