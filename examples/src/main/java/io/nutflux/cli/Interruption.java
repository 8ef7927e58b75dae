package io.nutflux.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Ctrl-C. The signal's thread cancels what the main thread waits for, and then waits until the main thread has printed
 * what there is and closed the wallet; only then may the process end.
 */
final class Interruption {

    private final Sinks.Empty<Void> signal = Sinks.empty();
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Waits for {@code work} on this thread. Throws {@link InterruptedRunException} if the user ended it before. */
    <T> @Nullable T await(Mono<T> work) {
        T result = work.takeUntilOther(signal.asMono()).block();
        if (interrupted.get()) {
            throw new InterruptedRunException();
        }
        return result;
    }

    /** Waits for work that closes things, also after the user ended the run. */
    static void finish(Mono<Void> work, Duration limit) {
        work.block(limit);
    }

    /** Cancels what is awaited now and whatever is awaited later. */
    void interrupt() {
        interrupted.set(true);
        signal.tryEmitEmpty();
    }

    boolean happened() {
        return interrupted.get();
    }

    /** Called as the process goes down, whatever for: at a normal end the run has ended and this returns at once. */
    void interruptAndWait(Duration grace) {
        if (ended.getCount() == 0) {
            return;
        }
        interrupt();
        try {
            if (!ended.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("nutflux: not everything ended in time; nutflux recover settles the rest");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void runEnded() {
        ended.countDown();
    }
}
