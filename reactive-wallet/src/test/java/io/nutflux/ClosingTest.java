package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** Whatever happens to one step of closing, the others are taken, once. */
class ClosingTest {

    private final List<String> taken = new ArrayList<>();
    private final Closing closing = new Closing(() -> taken.add("last"));

    private Mono<Void> step(String name) {
        return Mono.fromRunnable(() -> taken.add(name));
    }

    @Test
    void run_twice_takesEachStepOnceInOrder() {
        for (int i = 0; i < 2; i++) {
            StepVerifier.create(closing.run(List.of(step("store"), step("client"))))
                    .verifyComplete();
        }
        assertThat(taken).containsExactly("store", "client", "last");
    }

    @Test
    void run_oneStepFails_othersAreTakenAndEveryCallerLearnsIt() {
        Mono<Void> broken = Mono.error(new IllegalStateException("the disk is gone"));
        for (int i = 0; i < 2; i++) {
            StepVerifier.create(closing.run(List.of(broken, step("client")))).verifyErrorMessage("the disk is gone");
        }
        assertThat(taken).containsExactly("client", "last");
    }

    @Test
    void run_cancelled_goesOn() {
        Sinks.Empty<Void> gate = Sinks.empty();
        closing.run(List.of(gate.asMono(), step("client"))).subscribe().dispose();
        assertThat(taken).isEmpty();
        gate.tryEmitEmpty();
        assertThat(taken).containsExactly("client", "last");
        StepVerifier.create(closing.run(List.of())).verifyComplete();
    }
}
