package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The guard against blocking is really on, else its silence elsewhere would mean nothing. */
class NonBlockingTest {

    @Test
    void blockingOnAComputeThread_isNoticed() {
        Scheduler compute = Schedulers.newParallel("guarded", 1, true);
        try {
            Mono.fromCallable(() -> new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS))
                    .subscribeOn(compute)
                    .block();
        } finally {
            compute.dispose();
        }
        assertThat(NonBlockingSession.noted()).hasSize(1);
    }
}
