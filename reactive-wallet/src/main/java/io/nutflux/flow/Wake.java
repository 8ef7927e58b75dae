package io.nutflux.flow;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A bell with a memory of one: a ring that nobody waits for ends the next wait at once. */
final class Wake {

    private boolean rung;
    private Sinks.Empty<Void> waiter = Sinks.empty();

    void ring() {
        Sinks.Empty<Void> woken;
        synchronized (this) {
            rung = true;
            woken = waiter;
        }
        woken.tryEmitEmpty();
    }

    /** Completes at the next ring, or at once if it rang since the last wait began. For one waiter at a time. */
    Mono<Void> next() {
        return Mono.defer(() -> {
            synchronized (this) {
                if (rung) {
                    rung = false;
                    return Mono.empty();
                }
                waiter = Sinks.empty();
                return waiter.asMono().doOnTerminate(this::heard);
            }
        });
    }

    private synchronized void heard() {
        rung = false;
    }
}
