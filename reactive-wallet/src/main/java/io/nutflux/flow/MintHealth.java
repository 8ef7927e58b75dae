package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.model.MintUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers which mints just failed to answer, so that tokens of a dead mint do not take the places of others while each
 * waits for its own timeout. The pause doubles with each failure in a row and ends with the first answer; when it is over,
 * the next token tries again.
 */
final class MintHealth {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MAX_MINTS = 1_000;

    private record Down(Duration pause, Instant from, Instant until, MintUnavailableException why) {

        /** A clock that was set back must not make a pause of seconds one of days. */
        boolean lasts(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    private final Clock clock;
    private final Duration longest;
    private final Map<MintUrl, Down> down = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MintUrl, Down> eldest) {
            return size() > MAX_MINTS;
        }
    };

    MintHealth(Clock clock) {
        this(clock, LONGEST_PAUSE);
    }

    /** @param longest no pause is longer, whatever the mint asks for; at most a minute */
    MintHealth(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = shorter(longest, LONGEST_PAUSE);
    }

    /** Why {@code mint} is to be left alone for now; empty if it is not. */
    synchronized Optional<MintException> pausedBy(MintUrl mint) {
        Down state = down.get(mint);
        return state == null || !state.lasts(clock.instant()) ? Optional.empty() : Optional.of(state.why);
    }

    synchronized void answered(MintUrl mint) {
        down.remove(mint);
    }

    /** {@code mint} gave no answer, or asked to be left alone; other errors are answers. */
    synchronized void failed(MintException why) {
        if (!(why instanceof MintUnavailableException unavailable)) {
            answered(why.mint());
            return;
        }
        Instant now = clock.instant();
        Down before = down.get(why.mint());
        if (before != null && before.lasts(now)) {
            return; // Of the same outage: requests that were under way when it was noticed.
        }
        Duration pause = shorter(before == null ? FIRST_PAUSE : before.pause.multipliedBy(2), longest);
        Duration asked = unavailable.retryAfter();
        Duration wait = asked != null && asked.compareTo(pause) > 0 ? shorter(asked, longest) : pause;
        down.put(why.mint(), new Down(pause, now, now.plus(wait), unavailable));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
