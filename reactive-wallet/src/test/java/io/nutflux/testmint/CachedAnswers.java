package io.nutflux.testmint;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Successful answers by method, path and body, for replays after a lost answer (NUT-19). */
final class CachedAnswers {

    static final List<String> PATHS = List.of("/v1/swap", "/v1/mint/bolt11");

    private record Entry(Answer answer, Instant expiry) {}

    private final Object[] stripes = new Object[64];
    private final Map<String, Entry> entries = new HashMap<>();
    private final Clock clock;
    private final @Nullable Duration ttl;
    private int hits;

    /** Caches nothing if {@code ttl} is null. */
    CachedAnswers(Clock clock, @Nullable Duration ttl) {
        this.clock = clock;
        this.ttl = ttl;
        Arrays.setAll(stripes, i -> new Object());
    }

    /** The kept answer, or that of {@code processing}, which is kept if it is a 200. */
    Answer get(Route route, byte[] body, Supplier<Answer> processing) {
        if (ttl == null || !PATHS.contains(route.path())) {
            return processing.get();
        }
        String key = key(route, body);
        // Identical requests one after the other, so that all but the first find its answer.
        synchronized (stripes[Math.floorMod(key.hashCode(), stripes.length)]) {
            Answer kept = find(key);
            if (kept != null) {
                return kept;
            }
            Answer answer = processing.get();
            if (answer.status() == 200) {
                keep(key, answer, ttl);
            }
            return answer;
        }
    }

    synchronized int hits() {
        return hits;
    }

    synchronized void clear() {
        entries.clear();
    }

    private synchronized @Nullable Answer find(String key) {
        Entry entry = entries.get(key);
        if (entry == null || !clock.instant().isBefore(entry.expiry())) {
            return null;
        }
        hits++;
        return entry.answer();
    }

    private synchronized void keep(String key, Answer answer, Duration lifetime) {
        entries.put(key, new Entry(answer, clock.instant().plus(lifetime)));
    }

    private static String key(Route route, byte[] body) {
        byte[] name = (route.name() + "\n").getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Curve.sha256(name, body));
    }
}
