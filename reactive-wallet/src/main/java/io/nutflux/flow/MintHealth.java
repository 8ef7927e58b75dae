package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.model.MintUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers which mints just failed to answer, so that tokens of a dead mint do not take the places of others while each
 * waits for its own timeout. When a pause is over, the next token tries again.
 */
final class MintHealth {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MAX_MINTS = 1_000;

    private final Clock clock;
    private final MintPauses<MintException> pauses;

    MintHealth(Clock clock) {
        this(clock, LONGEST_PAUSE);
    }

    /** @param longest no pause is longer, whatever the mint asks for; at most a minute */
    MintHealth(Clock clock, Duration longest) {
        this.clock = clock;
        this.pauses = new MintPauses<>(
                FIRST_PAUSE, longest.compareTo(LONGEST_PAUSE) < 0 ? longest : LONGEST_PAUSE, MAX_MINTS);
    }

    /** Why {@code mint} is to be left alone for now; empty if it is not. */
    Optional<MintException> pausedBy(MintUrl mint) {
        return pauses.of(mint, clock.instant());
    }

    /** All that are left alone now, and until when. */
    Map<MintUrl, Instant> paused(Instant now) {
        return pauses.ends(now);
    }

    void answered(MintUrl mint) {
        pauses.answered(mint);
    }

    /** {@code mint} gave no answer, or asked to be left alone; other errors are answers. */
    void failed(MintException why) {
        if (why instanceof MintUnavailableException unavailable) {
            Duration asked = unavailable.retryAfter();
            pauses.failed(why.mint(), clock.instant(), asked == null ? Duration.ZERO : asked, why);
        } else {
            answered(why.mint());
        }
    }
}
