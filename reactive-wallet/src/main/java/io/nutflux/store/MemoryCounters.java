package io.nutflux.store;

import io.nutflux.model.CounterKey;
import io.nutflux.model.KeysetId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One wallet's derivation counters, and which of them lag behind. */
final class MemoryCounters {

    /** Maps, so that a journal can take changes back. */
    private final Map<CounterKey, Long> next = new HashMap<>();

    private final Map<KeysetId, Boolean> caughtUp = new HashMap<>();
    private @Nullable Instant restoredAt;

    /** The first of {@code count} counters. */
    long take(Journal journal, KeysetId keyset, int count) {
        if (of(keyset).behind()) {
            throw Conflicts.countersBehind(keyset);
        }
        long first = of(keyset).next();
        journal.put(next, CounterKey.of(keyset), Math.addExact(first, count));
        return first;
    }

    KeysetCounter of(KeysetId keyset) {
        return new KeysetCounter(
                next.getOrDefault(CounterKey.of(keyset), 0L), restoredAt != null && !caughtUp.containsKey(keyset));
    }

    void raise(Journal journal, KeysetId keyset, long least) {
        if (least > of(keyset).next()) {
            journal.put(next, CounterKey.of(keyset), least);
        }
    }

    void caughtUp(Journal journal, KeysetId keyset) {
        if (restoredAt != null) {
            journal.put(caughtUp, keyset, true);
        }
    }

    @Nullable
    Instant restoredAt() {
        return restoredAt;
    }

    void markRestored(Instant when) {
        restoredAt = when;
        caughtUp.clear();
    }
}
