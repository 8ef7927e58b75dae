package io.nutflux.testmint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts requests by path and keeps the last bodies of each. */
final class RequestLog {

    private final int kept;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Deque<byte[]>> bodies = new HashMap<>();

    RequestLog(int kept) {
        this.kept = kept;
    }

    synchronized void record(String path, byte[] body) {
        counts.merge(path, 1, Integer::sum);
        if (kept > 0) {
            Deque<byte[]> last = bodies.computeIfAbsent(path, p -> new ArrayDeque<>());
            last.addLast(body);
            if (last.size() > kept) {
                last.removeFirst();
            }
        }
    }

    synchronized int count(String path) {
        return counts.getOrDefault(path, 0);
    }

    synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    synchronized List<byte[]> bodies(String path) {
        return bodies.getOrDefault(path, new ArrayDeque<>()).stream()
                .map(byte[]::clone)
                .toList();
    }

    synchronized void clear() {
        counts.clear();
        bodies.clear();
    }
}
