package io.nutflux.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes one command has made to maps so far, to be taken back if it fails half-way. */
final class Journal {

    private final Deque<Runnable> undo = new ArrayDeque<>();

    <K, V> void put(Map<K, V> map, K key, V value) {
        V old = map.put(key, value);
        undo.push(() -> restore(map, key, old));
    }

    <K, V> @Nullable V remove(Map<K, V> map, K key) {
        V old = map.remove(key);
        undo.push(() -> restore(map, key, old));
        return old;
    }

    void rollBack() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    private static <K, V> void restore(Map<K, V> map, K key, @Nullable V old) {
        if (old == null) {
            map.remove(key);
        } else {
            map.put(key, old);
        }
    }
}
