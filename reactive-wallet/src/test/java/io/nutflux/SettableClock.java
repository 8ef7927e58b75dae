package io.nutflux;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock, wrong by as much as it is told: for tests. */
public final class SettableClock extends Clock {

    private final Clock base;
    private volatile Duration wrongBy;

    public SettableClock() {
        this(Duration.ZERO);
    }

    public SettableClock(Duration wrongBy) {
        this(Clock.systemUTC(), wrongBy);
    }

    private SettableClock(Clock base, Duration wrongBy) {
        this.base = base;
        this.wrongBy = wrongBy;
    }

    /** From now on it is wrong by so much. */
    public void jump(Duration by) {
        wrongBy = by;
    }

    /** One that stands still but for its jumps. */
    public static SettableClock stopped() {
        return new SettableClock(Clock.fixed(Instant.now(), ZoneOffset.UTC), Duration.ZERO);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(wrongBy);
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
