package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The mints' keys in use, decoded: the same few hundred come again and again. Bounded, whatever mints and tokens bring;
 * the least recently used goes first, and what hangs on it too. Thread-safe.
 *
 * @param <K> a decoded key
 */
final class MintKeys<K> {

    private final int capacity;
    private final Function<CurvePoint, K> decoder;
    private final Map<CurvePoint, K> keys;

    /** {@code decoder} throws {@link InvalidPointException} for a key that is not on the curve. */
    MintKeys(int capacity, Function<CurvePoint, K> decoder) {
        this.capacity = capacity;
        this.decoder = decoder;
        this.keys = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<CurvePoint, K> eldest) {
                return size() > MintKeys.this.capacity;
            }
        };
    }

    /**
     * The decoded key.
     *
     * @throws InvalidPointException if it is not on the curve; only valid keys are remembered
     */
    K get(CurvePoint key) {
        synchronized (keys) {
            K known = keys.get(key);
            if (known != null) {
                return known;
            }
        }
        // Outside the lock: two threads may both decode, and one result stays.
        K decoded = decoder.apply(key);
        synchronized (keys) {
            K raced = keys.putIfAbsent(key, decoded);
            return raced == null ? decoded : raced;
        }
    }

    int size() {
        synchronized (keys) {
            return keys.size();
        }
    }
}
