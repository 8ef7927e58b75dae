package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The mints' keys in use, decoded: the same few hundred come again and again, and BouncyCastle hangs its tables on the
 * point object. Bounded; the least recently used goes first. Thread-safe.
 */
final class MintKeys {

    private final int capacity;
    private final Map<CurvePoint, ECPoint> keys;

    MintKeys(int capacity) {
        this.capacity = capacity;
        this.keys = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<CurvePoint, ECPoint> eldest) {
                return size() > MintKeys.this.capacity;
            }
        };
    }

    /**
     * The decoded key.
     *
     * @throws InvalidPointException if it is not on the curve; remembered are valid keys only
     */
    ECPoint get(CurvePoint key) {
        synchronized (keys) {
            ECPoint known = keys.get(key);
            if (known != null) {
                return known;
            }
        }
        // Outside the lock: two threads may both decode, and one result stays.
        ECPoint decoded = Secp256k1.decode(key);
        synchronized (keys) {
            ECPoint raced = keys.putIfAbsent(key, decoded);
            return raced == null ? decoded : raced;
        }
    }
}
