package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mints' keys in use: the same few hundred come again and again. Bounded; the least recently used goes first.
 * Thread-safe.
 */
final class MintKeys {

    private final int capacity;
    private final Map<CurvePoint, MintKey> keys;

    MintKeys(int capacity) {
        this.capacity = capacity;
        this.keys = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<CurvePoint, MintKey> eldest) {
                return size() > MintKeys.this.capacity;
            }
        };
    }

    /**
     * The decoded key.
     *
     * @throws InvalidPointException if it is not on the curve; only valid keys are remembered
     */
    MintKey get(CurvePoint key) {
        synchronized (keys) {
            MintKey known = keys.get(key);
            if (known != null) {
                return known;
            }
        }
        // Outside the lock: two threads may both decode, and one result stays.
        MintKey decoded = new MintKey(Secp256k1.decode(key));
        synchronized (keys) {
            MintKey raced = keys.putIfAbsent(key, decoded);
            return raced == null ? decoded : raced;
        }
    }

    int size() {
        synchronized (keys) {
            return keys.size();
        }
    }
}
