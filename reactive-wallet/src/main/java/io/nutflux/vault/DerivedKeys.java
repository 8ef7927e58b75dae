package io.nutflux.vault;

import io.nutflux.vault.PasswordText.Derivation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Wrapping keys derived from one password, and which of them have opened something and so are known to be right. The lock
 * is held for bookkeeping only.
 */
final class DerivedKeys {

    private static final int MAX = 64;

    private static final class Entry {
        final WipeableKey key;
        boolean proven;

        Entry(WipeableKey key) {
            this.key = key;
        }
    }

    private final Map<Derivation, Entry> keys = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    synchronized @Nullable WipeableKey get(Derivation derivation) {
        Entry entry = keys.get(derivation);
        return entry == null ? null : entry.key;
    }

    /** Only the worker uses keys and adds them, so one that goes to make room is in no use. */
    synchronized void put(Derivation derivation, WipeableKey key) {
        if (closed) {
            key.destroy();
            return;
        }
        keys.put(derivation, new Entry(key));
        if (keys.size() > MAX) {
            Derivation oldest = keys.keySet().iterator().next();
            Entry removed = keys.remove(oldest);
            if (removed != null) {
                removed.key.destroy();
            }
        }
    }

    synchronized void prove(Derivation derivation) {
        Entry entry = keys.get(derivation);
        if (entry != null) {
            entry.proven = true;
        }
    }

    synchronized boolean isProven(Derivation derivation) {
        Entry entry = keys.get(derivation);
        return entry != null && entry.proven;
    }

    /** One of this cost that is known to be right, if there is one: a new wrapping then needs no new derivation. */
    synchronized @Nullable Derivation proven(PasswordCost cost) {
        return keys.entrySet().stream()
                .filter(entry ->
                        entry.getValue().proven && entry.getKey().cost().equals(cost))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    synchronized void close() {
        closed = true;
        keys.values().forEach(entry -> entry.key.destroy());
        keys.clear();
    }
}
