package io.nutflux.sim;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** What one process takes for the time: the loop's, and how far it is wrong. */
final class SimClock extends Clock {

    private static final Instant BEGINNING = Instant.parse("2026-03-04T05:06:07Z");

    private final EventLoop loop;
    private Duration wrongBy = Duration.ZERO;

    SimClock(EventLoop loop) {
        this.loop = loop;
    }

    void wrongBy(Duration offset) {
        wrongBy = offset;
    }

    @Override
    public Instant instant() {
        return BEGINNING.plusNanos(loop.nanos()).plus(wrongBy);
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
