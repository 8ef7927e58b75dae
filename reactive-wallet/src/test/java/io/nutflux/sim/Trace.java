package io.nutflux.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened in a run: a hash of all of it, and the words of its end. */
final class Trace {

    private static final int KEPT = 120;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final Deque<String> last = new ArrayDeque<>();
    private final boolean spoken;
    private long hash = FNV_OFFSET;

    /** @param spoken whether every line goes to standard output too */
    Trace(boolean spoken) {
        this.spoken = spoken;
    }

    void note(long nanos, String line) {
        mix(nanos);
        for (int i = 0; i < line.length(); i++) {
            mix(line.charAt(i));
        }
        String stamped = Duration.ofNanos(nanos) + " " + line;
        last.add(stamped);
        if (last.size() > KEPT) {
            last.remove();
        }
        if (spoken) {
            System.out.println(stamped);
        }
    }

    /** That something ran now which is not worth words. */
    void tick(long nanos) {
        mix(nanos);
    }

    private void mix(long value) {
        hash = (hash ^ value) * FNV_PRIME;
        hash ^= hash >>> 29;
    }

    /** Equal for equal runs. */
    long hash() {
        return hash;
    }

    List<String> last() {
        return List.copyOf(last);
    }
}
