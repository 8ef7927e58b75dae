package io.nutflux.flow;

import io.nutflux.model.MintUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Mints that are left alone because they just failed to answer. The pause doubles with each failure after the last one, up
 * to the longest, and ends with the first answer.
 *
 * @param <W> what is kept of the failure that began a pause
 */
final class MintPauses<W> {

    private record Pause<W>(Duration length, Instant from, Instant until, W why) {

        /** A clock that was set back must not make a pause of seconds one of days. */
        boolean lasts(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    private final Duration first;
    private final Duration longest;
    private final Map<MintUrl, Pause<W>> pauses;

    /** @param most mints that are remembered */
    MintPauses(Duration first, Duration longest, int most) {
        this.first = first;
        this.longest = longest;
        this.pauses = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<MintUrl, Pause<W>> eldest) {
                return size() > most;
            }
        };
    }

    /** @param asked how long the mint wants to be left alone; zero if it did not say */
    synchronized void failed(MintUrl mint, Instant now, Duration asked, W why) {
        Pause<W> before = pauses.get(mint);
        if (before != null && before.lasts(now)) {
            return; // Of the same outage: what was under way when it was noticed.
        }
        Duration length = shorter(before == null ? first : before.length().multipliedBy(2), longest);
        Duration wait = asked.compareTo(length) > 0 ? shorter(asked, longest) : length;
        pauses.put(mint, new Pause<>(length, now, now.plus(wait), why));
    }

    synchronized void answered(MintUrl mint) {
        pauses.remove(mint);
    }

    /** Why {@code mint} is to be left alone; empty if it is not. */
    synchronized Optional<W> of(MintUrl mint, Instant now) {
        return Optional.ofNullable(pauses.get(mint))
                .filter(pause -> pause.lasts(now))
                .map(Pause::why);
    }

    /** All that are to be left alone. */
    synchronized Set<MintUrl> at(Instant now) {
        return pauses.entrySet().stream()
                .filter(entry -> entry.getValue().lasts(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The same, each with the time until which. */
    synchronized Map<MintUrl, Instant> ends(Instant now) {
        return pauses.entrySet().stream()
                .filter(entry -> entry.getValue().lasts(now))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().until()));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
