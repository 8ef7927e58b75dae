package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.codec.MintCodec;
import io.nutflux.error.MintException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RequestBody;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** X.15: a request is said never to have left only if it cannot leave any more. */
class DepartureTest {

    private static final MintUrl MINT = MintUrl.of("https://mint.example");
    private static final Duration LONG = Duration.ofMinutes(5);

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();
    private final List<Departure> departures = new ArrayList<>();

    @Test
    void timedOutBeforeTheBodyWasAskedFor_neverLeft_andTheBodyIsRefusedAfterwards() {
        StepVerifier.withVirtualTime(() -> swap(departure -> {}), () -> timer, Long.MAX_VALUE)
                .thenAwait(LONG)
                .expectErrorSatisfies(e -> {
                    assertThat(e).isInstanceOf(MintUnavailableException.class);
                    assertThat(((MintException) e).mayHaveActed()).isFalse();
                })
                .verify();
        assertThat(departures)
                .isNotEmpty()
                .allSatisfy(
                        departure -> assertThatThrownBy(departure::leave).isInstanceOf(CancellationException.class));
    }

    @Test
    void timedOutAfterTheBodyWasAskedFor_mayHaveActed() {
        StepVerifier.withVirtualTime(() -> swap(Departure::leave), () -> timer, Long.MAX_VALUE)
                .thenAwait(LONG)
                .expectErrorSatisfies(
                        e -> assertThat(((MintException) e).mayHaveActed()).isTrue())
                .verify();
    }

    @Test
    void abandon_afterLeaving_saysThatItLeft() {
        Departure departure = new Departure();
        departure.leave();
        assertThat(departure.abandon()).isTrue();
    }

    /** A mint whose connection does not come to stand in time. */
    private Mono<List<BlindSignature>> swap(Consumer<Departure> atBegin) {
        MintClientOptions options = MintClientOptions.defaults();
        MintCodec codec = new MintCodec(DecodeLimits.defaults());
        Exchange http = new Exchange() {
            @Override
            public Mono<Answer> exchange(MintUrl mint, Call call, Departure departure) {
                return Mono.defer(() -> {
                    departures.add(departure);
                    atBegin.accept(departure);
                    return Mono.never();
                });
            }

            @Override
            public Mono<Void> close() {
                return Mono.empty();
            }
        };
        RetryPolicy policy = new RetryPolicy(
                options.maxAttempts(), options.minBackoff(), options.maxBackoff(), options.maxRetryAfter(), bound -> 0);
        MintClient client =
                new NettyMintClient(options, codec, http, new ErrorMapping(codec, Clock.systemUTC()), policy, timer);
        return client.swap(MINT, RequestBody.of(new byte[] {1}), Replay.NEVER);
    }
}
