package io.nutflux.mint;

import io.netty.buffer.ByteBufAllocator;
import io.nutflux.codec.DecodeLimits;
import io.nutflux.codec.MintCodec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A client for tests over loopback: real time, no waits between attempts, its own timer. */
final class ClientRig implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    static final MintCodec CODEC = new MintCodec(DecodeLimits.defaults());

    /** What the name of the scheduler's thread begins with. */
    static final String TIMER = "test-timer";

    private final Scheduler timer = Schedulers.newSingle(TIMER, true);
    private final NettyMintClient client;

    ClientRig(MintClientOptions options) {
        this(options, ByteBufAllocator.DEFAULT);
    }

    ClientRig(MintClientOptions options, ByteBufAllocator buffers) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        RetryPolicy policy = new RetryPolicy(
                options.maxAttempts(), options.minBackoff(), options.maxBackoff(), options.maxRetryAfter(), b -> 0);
        this.client = new NettyMintClient(
                options, CODEC, new MintHttp(options, timer, buffers), new ErrorMapping(CODEC, clock), policy, timer);
    }

    /** For tests of single attempts. */
    static MintClientOptions.Builder once() {
        return MintClientOptions.builder().maxAttempts(1);
    }

    NettyMintClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close().block(Duration.ofSeconds(5));
        timer.dispose();
    }
}
