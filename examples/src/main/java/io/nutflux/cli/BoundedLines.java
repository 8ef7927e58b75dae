package io.nutflux.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream, none longer than a limit: of a longer one only the beginning is kept, however long it is. Not
 * thread-safe.
 */
final class BoundedLines implements Closeable {

    private static final int CHUNK = 64 * 1024;

    /**
     * One line.
     *
     * @param number from 1
     * @param text without its end; of a line that is too long, its beginning
     * @param bytesRead bytes of the stream up to its end
     */
    record Line(long number, String text, boolean tooLong, long bytesRead) {
        @Override
        public String toString() {
            return "Line[" + number + ", redacted]";
        }
    }

    private final InputStream in;
    private final byte[] line;
    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int end;
    private long number;
    private long bytesRead;

    BoundedLines(InputStream in, int longestLine) {
        this.in = in;
        this.line = new byte[longestLine];
    }

    /** The next line; {@code null} after the last. Blocks until it is there. */
    @Nullable
    Line next() throws IOException {
        int length = 0;
        boolean any = false;
        boolean tooLong = false;
        while (at < end || fill()) {
            any = true;
            byte b = chunk[at++];
            bytesRead++;
            if (b == '\n') {
                break;
            }
            if (length < line.length) {
                line[length++] = b;
            } else {
                tooLong = true;
            }
        }
        if (!any) {
            return null;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        number++;
        return new Line(number, new String(line, 0, length, StandardCharsets.UTF_8), tooLong, bytesRead);
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(chunk));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
