package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.ClaimedToken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Each token that enters a lane leaves it with a result. */
class LaneTest {

    private final VirtualTimeScheduler timer = VirtualTimeScheduler.create();

    private Lane lane(Duration linger, Function<List<ClaimedToken>, Flux<RedeemResult>> redeemer) {
        return new Lane(RedeemOptions.builder().linger(linger).build(), () -> 10, timer, redeemer);
    }

    private static Lane.Waiting waiting(String key) {
        return new Lane.Waiting(new ClaimedToken(key, key, List.of(), List.<CurvePoint>of()), Sinks.one());
    }

    private static RedeemResult result(String key) {
        return new RedeemResult.Refused(key, RedeemResult.RefusalReason.DUST, "for the test", false);
    }

    @Test
    void submit_redeemerThrows_tokenFailsAndTheLaneGoesOn() {
        AtomicInteger calls = new AtomicInteger();
        Lane lane = lane(Duration.ZERO, tokens -> {
            if (calls.incrementAndGet() <= 4) {
                throw new IllegalStateException("for the test");
            }
            return Flux.fromIterable(tokens).map(token -> result(token.key()));
        });
        for (int i = 0; i < 4; i++) {
            Lane.Waiting failing = waiting("a" + i);
            lane.submit(failing);
            StepVerifier.create(failing.result().asMono()).verifyError(IllegalStateException.class);
        }
        Lane.Waiting next = waiting("b");
        lane.submit(next);
        StepVerifier.create(next.result().asMono()).expectNext(result("b")).verifyComplete();
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void submit_redeemerForgetsAToken_tokenFails() {
        Lane lane = lane(Duration.ZERO, tokens -> Flux.empty());
        Lane.Waiting forgotten = waiting("a");
        lane.submit(forgotten);
        StepVerifier.create(forgotten.result().asMono()).verifyError(IllegalStateException.class);
    }

    @Test
    void abandon_tokensWaitingAndUnderWay_refusesAndReturnsThem() {
        Lane lane = lane(Duration.ofMillis(20), tokens -> Flux.never());
        Lane.Waiting underWay = waiting("a");
        lane.submit(underWay);
        timer.advanceTimeBy(Duration.ofMillis(20));
        Lane.Waiting queued = waiting("b");
        lane.submit(queued);
        assertThat(lane.abandon()).containsExactly(underWay);
        StepVerifier.create(queued.result().asMono())
                .expectNextMatches(RedeemResult.Refused.class::isInstance)
                .verifyComplete();
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void submit_manyBatchesThatEndLater_keepsNothingOfThem() {
        Lane lane = lane(
                Duration.ZERO,
                tokens -> Flux.fromIterable(tokens)
                        .map(token -> result(token.key()))
                        .delaySubscription(Duration.ofMillis(1), timer));
        for (int i = 0; i < 100; i++) {
            lane.submit(waiting("a" + i));
            timer.advanceTimeBy(Duration.ofMillis(1));
        }
        assertThat(lane.isIdle()).isTrue();
        assertThat(lane.batchesKept()).isZero();
    }

    @Test
    void submit_batchFailsLater_keepsNothingOfIt() {
        Lane lane = lane(
                Duration.ZERO,
                tokens -> Mono.delay(Duration.ofMillis(1), timer)
                        .thenMany(Flux.error(new IllegalStateException("for the test"))));
        Lane.Waiting failing = waiting("a");
        lane.submit(failing);
        assertThat(lane.batchesKept()).isOne();
        timer.advanceTimeBy(Duration.ofMillis(1));
        StepVerifier.create(failing.result().asMono()).verifyError(IllegalStateException.class);
        assertThat(lane.batchesKept()).isZero();
    }

    @Test
    void abandon_batchUnderWay_endsIt() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Lane lane = lane(Duration.ZERO, tokens -> Flux.<RedeemResult>never().doOnCancel(() -> cancelled.set(true)));
        lane.submit(waiting("a"));
        lane.abandon();
        assertThat(cancelled).isTrue();
        assertThat(lane.batchesKept()).isZero();
    }

    @Test
    void retire_nothingThere_takesNoTokenAfterwards() {
        Lane lane = lane(Duration.ZERO, tokens -> Flux.fromIterable(tokens).map(token -> result(token.key())));
        assertThat(lane.retire()).isTrue();
        Lane.Waiting late = waiting("a");
        assertThat(lane.submit(late)).isFalse();
        assertThat(lane.isIdle()).as("the token is for another lane").isTrue();
    }

    @Test
    void retire_tokenWaitsOrIsUnderWay_goesOn() {
        Lane lane = lane(
                Duration.ofMillis(20),
                tokens -> Flux.fromIterable(tokens)
                        .map(token -> result(token.key()))
                        .delaySubscription(Duration.ofMillis(5), timer));
        Lane.Waiting first = waiting("a");
        assertThat(lane.submit(first)).isTrue();
        assertThat(lane.retire()).as("while one waits").isFalse();
        timer.advanceTimeBy(Duration.ofMillis(20));
        assertThat(lane.retire()).as("while one is under way").isFalse();
        Lane.Waiting second = waiting("b");
        assertThat(lane.submit(second)).isTrue();
        timer.advanceTimeBy(Duration.ofMillis(30));
        StepVerifier.create(first.result().asMono()).expectNext(result("a")).verifyComplete();
        StepVerifier.create(second.result().asMono()).expectNext(result("b")).verifyComplete();
        assertThat(lane.retire()).isTrue();
    }
}
