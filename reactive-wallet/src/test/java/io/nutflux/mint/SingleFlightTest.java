package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class SingleFlightTest {

    private final TestClock clock = new TestClock();
    private final SingleFlight<String, Integer> flights =
            new SingleFlight<>(3, value -> Duration.ofSeconds(value), clock);

    private final AtomicInteger subscribed = new AtomicInteger();
    private final Sinks.One<Integer> answer = Sinks.one();
    private final Mono<Integer> slow = answer.asMono().doOnSubscribe(s -> subscribed.incrementAndGet());

    @Test
    void get_manyAtOnce_runTheSourceOnce() {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            flights.get("a", slow).subscribe(values::add);
        }
        assertThat(values).isEmpty();
        answer.tryEmitValue(7).orThrow();
        assertThat(values).hasSize(50).containsOnly(7);
        assertThat(subscribed).hasValue(1);
    }

    @Test
    void get_otherKey_runsItsOwn() {
        assertThat(value("a", 1)).isEqualTo(1);
        assertThat(value("b", 2)).isEqualTo(2);
    }

    @Test
    void get_oneCancels_othersStillGetTheValue() {
        List<Integer> values = new ArrayList<>();
        Disposable first = flights.get("a", slow).subscribe(values::add);
        flights.get("a", slow).subscribe(values::add);
        first.dispose();
        answer.tryEmitValue(7).orThrow();
        assertThat(values).containsExactly(7);
    }

    @Test
    void get_allCancel_valueIsKeptForTheNext() {
        flights.get("a", slow).subscribe().dispose();
        answer.tryEmitValue(7).orThrow();
        assertThat(value("a", 8)).isEqualTo(7);
        assertThat(subscribed).hasValue(1);
    }

    @Test
    void get_failure_reachesAllAndIsNotKept() {
        List<Throwable> errors = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            flights.get("a", slow).subscribe(v -> {}, errors::add);
        }
        IllegalStateException failure = new IllegalStateException("away");
        answer.tryEmitError(failure).orThrow();
        assertThat(errors).hasSize(3).containsOnly(failure);
        assertThat(value("a", 1)).isEqualTo(1);
    }

    @Test
    void get_emptySource_fails() {
        StepVerifier.create(flights.get("a", Mono.empty()))
                .expectError(IllegalStateException.class)
                .verify();
    }

    @Test
    void get_afterItsLifetime_runsTheSourceAgain() {
        assertThat(value("a", 60)).isEqualTo(60);
        clock.advance(Duration.ofSeconds(59));
        assertThat(value("a", 1)).isEqualTo(60);
        clock.advance(Duration.ofSeconds(2));
        assertThat(value("a", 1)).isEqualTo(1);
    }

    @Test
    void get_valueNotGood_isReplaced() {
        assertThat(value("a", 10)).isEqualTo(10);
        StepVerifier.create(flights.get("a", Mono.just(20), value -> value > 10))
                .expectNext(20)
                .verifyComplete();
        assertThat(value("a", 30)).isEqualTo(20);
    }

    @Test
    void get_onItsWay_isJoinedWhateverIsGood() {
        List<Integer> values = new ArrayList<>();
        flights.get("a", slow).subscribe(values::add);
        flights.get("a", slow, value -> false).subscribe(values::add);
        answer.tryEmitValue(7).orThrow();
        assertThat(values).containsExactly(7, 7);
        assertThat(subscribed).hasValue(1);
    }

    @Test
    void get_moreKeysThanItsSize_dropsSome() {
        for (int i = 0; i < 100; i++) {
            value("key" + i, 1_000);
        }
        int kept = 0;
        for (int i = 0; i < 100; i++) {
            kept += flights.get("key" + i, Mono.just(1)).block() == 1_000 ? 1 : 0;
        }
        assertThat(kept).isLessThanOrEqualTo(3);
    }

    private Integer value(String key, int source) {
        return flights.get(key, Mono.just(source)).block();
    }
}
