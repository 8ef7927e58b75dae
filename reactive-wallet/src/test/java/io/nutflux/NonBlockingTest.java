package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The guard against blocking is really on, else its silence elsewhere would mean nothing. */
class NonBlockingTest {

    /** Maven puts the session on the class path, and has to; a runner that does not has no guard to test. */
    @BeforeAll
    static void requireGuard() {
        boolean maven = System.getProperty("basedir") != null;
        assumeTrue(NonBlockingSession.isOpen() || maven, "src/test/session is not on the class path");
    }

    @Test
    void blockingOnAComputeThread_isNoticed() {
        Scheduler compute = Schedulers.newParallel("guarded", 1, true);
        try {
            // Blocks however late it comes to it, as a wait for a latch with an end does not.
            Mono.fromCallable(() -> {
                        Thread.sleep(1);
                        return true;
                    })
                    .subscribeOn(compute)
                    .block();
        } finally {
            compute.dispose();
        }
        assertThat(NonBlockingSession.noted()).isNotEmpty();
    }
}
