package io.nutflux.model;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A keyset with its keys: one public key for each denomination (NUT-01).
 *
 * @param keys by amount, ascending and unsigned; not empty, no zero amount
 */
public record Keyset(KeysetInfo info, NavigableMap<Amount, CurvePoint> keys) {

    public Keyset {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a keyset has keys");
        }
        if (keys.containsKey(Amount.ZERO)) {
            throw new IllegalArgumentException("no key is for amount 0");
        }
        keys = Collections.unmodifiableNavigableMap(new TreeMap<>(keys));
    }

    public static Keyset of(KeysetInfo info, Map<Amount, CurvePoint> keys) {
        return new Keyset(info, new TreeMap<>(keys));
    }

    public KeysetId id() {
        return info.id();
    }

    public CurrencyUnit unit() {
        return info.unit();
    }

    /** The mint's key for {@code amount}, or {@code null} if it has no such denomination. */
    public @Nullable CurvePoint key(Amount amount) {
        return keys.get(amount);
    }

    public Keyset withInfo(KeysetInfo newInfo) {
        return new Keyset(newInfo, keys);
    }

    @Override
    public String toString() {
        return "Keyset[" + info + ", " + keys.size() + " keys]";
    }
}
