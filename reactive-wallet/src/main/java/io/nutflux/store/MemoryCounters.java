package io.nutflux.store;

import io.nutflux.model.CounterKey;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One wallet's derivation counters, and which of them lag behind. */
final class MemoryCounters {

    /** Maps, so that a journal can take changes back. */
    private final Map<CounterKey, Long> next = new HashMap<>();

    private final Map<At, Boolean> caughtUp = new HashMap<>();
    private @Nullable Instant restoredAt;

    /** A keyset at one address. */
    private record At(MintUrl mint, KeysetId keyset) {}

    /** The first of {@code count} counters. */
    long take(Journal journal, MintUrl mint, KeysetId keyset, int count) {
        if (of(mint, keyset).behind()) {
            throw Conflicts.countersBehind(mint, keyset);
        }
        long first = next(keyset);
        journal.put(next, CounterKey.of(keyset), Math.addExact(first, count));
        return first;
    }

    KeysetCounter of(MintUrl mint, KeysetId keyset) {
        return new KeysetCounter(next(keyset), restoredAt != null && !caughtUp.containsKey(new At(mint, keyset)));
    }

    private long next(KeysetId keyset) {
        return next.getOrDefault(CounterKey.of(keyset), 0L);
    }

    void raise(Journal journal, KeysetId keyset, long least) {
        if (least > next(keyset)) {
            journal.put(next, CounterKey.of(keyset), least);
        }
    }

    void caughtUp(Journal journal, MintUrl mint, KeysetId keyset) {
        if (restoredAt != null) {
            journal.put(caughtUp, new At(mint, keyset), true);
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
