package io.nutflux.flow;

import io.nutflux.model.MintUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Mints whose entries in the inbox are left alone for now. The pause doubles with each failure after the last one, up to
 * the longest, and ends with the first answer.
 */
final class MintPauses {

    /** As many as one command of the store takes, and more than anyone deals with. */
    private static final int MAX_MINTS = 500;

    private record Pause(Duration length, Instant until) {}

    private final Duration first;
    private final Duration longest;
    private final Map<MintUrl, Pause> pauses = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MintUrl, Pause> eldest) {
            return size() > MAX_MINTS;
        }
    };

    MintPauses(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    synchronized void failed(MintUrl mint, Instant now) {
        Pause before = pauses.get(mint);
        if (before != null && now.isBefore(before.until())) {
            return; // Of the same outage: attempts that were under way when it was noticed.
        }
        Duration length = before == null ? first : before.length().multipliedBy(2);
        Duration bounded = length.compareTo(longest) < 0 ? length : longest;
        pauses.put(mint, new Pause(bounded, now.plus(bounded)));
    }

    synchronized void answered(MintUrl mint) {
        pauses.remove(mint);
    }

    synchronized Set<MintUrl> at(Instant now) {
        return pauses.entrySet().stream()
                .filter(entry -> now.isBefore(entry.getValue().until()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
