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

    private final Map<At, Look> looks = new HashMap<>();
    private @Nullable Instant restoredAt;

    /** A keyset at one address. */
    private record At(MintUrl mint, KeysetId keyset) {}

    /** How far one was looked through since the wallet was restored. */
    private record Look(long first, long reached, boolean complete) {}

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
        Look look = look(new At(mint, keyset));
        return restoredAt == null || look.complete()
                ? KeysetCounter.upToDate(next(keyset))
                : new KeysetCounter(next(keyset), look.reached(), true);
    }

    private long next(KeysetId keyset) {
        return next.getOrDefault(CounterKey.of(keyset), 0L);
    }

    /** Where it has to begin, if it was not begun: where the counter stood before others that share it were looked through. */
    private Look look(At at) {
        Look known = looks.get(at);
        if (known != null) {
            return known;
        }
        long first = looks.entrySet().stream()
                .filter(other -> CounterKey.of(other.getKey().keyset()).equals(CounterKey.of(at.keyset())))
                .mapToLong(other -> other.getValue().first())
                .min()
                .orElse(next(at.keyset()));
        return new Look(first, first, false);
    }

    /** Raises the counter to what was found, and notes how far the keyset was looked through. */
    void looked(Journal journal, Findings findings) {
        KeysetId keyset = findings.keyset();
        if (restoredAt != null) {
            At at = new At(findings.entry().mint(), keyset);
            Look before = look(at);
            long reached = Math.max(before.reached(), findings.counter());
            journal.put(looks, at, new Look(before.first(), reached, before.complete() || findings.complete()));
        }
        raise(journal, keyset, findings.counter());
    }

    void raise(Journal journal, KeysetId keyset, long least) {
        if (least > next(keyset)) {
            journal.put(next, CounterKey.of(keyset), least);
        }
    }

    @Nullable
    Instant restoredAt() {
        return restoredAt;
    }

    void markRestored(Instant when) {
        restoredAt = when;
        looks.clear();
    }
}
