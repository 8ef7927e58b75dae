package io.nutflux;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock, wrong by as much as it is told: for tests. */
public final class SettableClock extends Clock {

    private volatile Duration wrongBy = Duration.ZERO;

    public SettableClock() {}

    public SettableClock(Duration wrongBy) {
        this.wrongBy = wrongBy;
    }

    /** From now on it is wrong by so much. */
    public void jump(Duration by) {
        wrongBy = by;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(wrongBy);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
