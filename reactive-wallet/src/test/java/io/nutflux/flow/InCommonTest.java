package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class InCommonTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InCommon<Integer> common = new InCommon<>();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void run_byTwoAtOnce_runsOnceForBoth() {
        Sinks.One<Integer> answer = Sinks.one();
        Mono<Integer> call = Mono.defer(() -> {
            runs.incrementAndGet();
            return answer.asMono();
        });
        List<Integer> heard = new ArrayList<>();
        common.run("a", call).subscribe(heard::add);
        common.run("a", call).subscribe(heard::add);
        answer.tryEmitValue(7);

        assertThat(heard).containsExactly(7, 7);
        assertThat(runs).hasValue(1);
    }

    @Test
    void run_againOnceTheEndIsHeard_isAnotherRun() {
        Mono<Integer> call = Mono.defer(() -> runs.incrementAndGet() == 1
                ? Mono.error(new IllegalStateException("the first one fails"))
                : Mono.just(runs.get()));

        assertThat(common.run("a", call)
                        .onErrorResume(e -> common.run("a", call))
                        .block(PATIENCE))
                .isEqualTo(2);
        assertThat(common.run("a", call).flatMap(first -> common.run("a", call)).block(PATIENCE))
                .isEqualTo(4);
    }

    @Test
    void run_lastOneCancels_isGivenUpAndTheNextRunsAnew() {
        Mono<Integer> call = Mono.defer(() -> {
            runs.incrementAndGet();
            return Mono.never();
        });
        Disposable first = common.run("a", call).subscribe();
        Disposable second = common.run("a", call).subscribe();
        first.dispose();
        second.dispose();
        common.run("a", call).subscribe().dispose();

        assertThat(runs).hasValue(2);
    }
}
