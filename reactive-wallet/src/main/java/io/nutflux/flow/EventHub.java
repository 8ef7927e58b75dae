package io.nutflux.flow;

import io.nutflux.event.WalletEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Tells events to whoever listens. Each subscriber has a bounded buffer of its own; a slow one loses its oldest events
 * and is told how many, and never holds up the wallet.
 */
public final class EventHub {

    static final int BUFFER = 1_024;
    /** How long closing waits for subscribers that are behind. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(EventHub.class);

    private final Sinks.Many<WalletEvent> sink = Sinks.many().multicast().directBestEffort();
    private final Sinks.Empty<Void> allTold = Sinks.empty();
    private final Sinks.Empty<Void> over = Sinks.empty();
    private int listeners;
    private boolean closed;

    /** Events from the moment of subscription on. */
    public Flux<WalletEvent> events() {
        return Flux.defer(() -> {
            AtomicLong lost = new AtomicLong();
            return sink.asFlux()
                    .onBackpressureBuffer(BUFFER, event -> lost.incrementAndGet(), BufferOverflowStrategy.DROP_OLDEST)
                    .concatMapIterable(event -> withLoss(lost.getAndSet(0), event), 1);
        });
    }

    /** The same on {@code scheduler}, to the end that {@link #close(Scheduler)} makes. */
    public Flux<WalletEvent> events(Scheduler scheduler) {
        return Flux.defer(() -> {
            come();
            return events().publishOn(scheduler).takeUntilOther(over.asMono()).doFinally(signal -> gone());
        });
    }

    private synchronized void come() {
        listeners++;
    }

    private void gone() {
        if (isLastOfAClosedHub()) {
            allTold.tryEmitEmpty();
        }
    }

    private synchronized boolean isLastOfAClosedHub() {
        listeners--;
        return closed && listeners == 0;
    }

    private synchronized boolean isAlone() {
        closed = true;
        return listeners == 0;
    }

    private static List<WalletEvent> withLoss(long lost, WalletEvent event) {
        return lost == 0 ? List.of(event) : List.of(new WalletEvent.Lagged(lost), event);
    }

    /** Tells {@code event}; does nothing when nobody listens (any more). Never throws. Safe from any thread. */
    public void publish(WalletEvent event) {
        if (sink.currentSubscriberCount() > 0) {
            // A sink takes one emission at a time; the lock is held for a hand-over into buffers only.
            synchronized (sink) {
                try {
                    // That the last subscriber has just left, or the wallet is closed, is no failure.
                    sink.tryEmitNext(event);
                } catch (RuntimeException e) {
                    log.warn("a subscriber of events failed", e);
                }
            }
        }
    }

    /** Ends all streams of events. */
    void close() {
        synchronized (sink) {
            sink.tryEmitComplete();
        }
    }

    /**
     * The same for those of {@link #events(Scheduler)}, and completes when all have ended: each with the last event, or, if
     * it is a second behind by then, without what it has not taken. Then the scheduler may go.
     */
    public Mono<Void> close(Scheduler scheduler) {
        return Mono.defer(() -> {
                    close();
                    return isAlone()
                            ? Mono.empty()
                            : Mono.firstWithSignal(
                                    allTold.asMono(),
                                    Mono.delay(LAST_WORDS, scheduler).then());
                })
                .then(Mono.fromRunnable(over::tryEmitEmpty));
    }
}
