package io.nutflux;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Closes what a wallet has opened: once, all of it, and whether or not anyone waits for it. */
final class Closing {

    private final Runnable last;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Sinks.Empty<Void> end = Sinks.empty();

    /** @param last done when the end has been told: it takes the threads away on which that happens */
    Closing(Runnable last) {
        this.last = last;
    }

    boolean isBegun() {
        return begun.get();
    }

    /**
     * Takes {@code steps} one after the other unless an earlier call did, and ends as they end. One that fails keeps none of
     * the others from being taken; its error comes at the end. Cancelling stops the waiting only.
     */
    Mono<Void> run(List<Mono<Void>> steps) {
        return Mono.defer(() -> {
            if (begun.compareAndSet(false, true)) {
                Flux.concatDelayError(Flux.fromIterable(steps))
                        .doFinally(signal -> last.run())
                        .subscribe(ignored -> {}, end::tryEmitError, end::tryEmitEmpty);
            }
            return end.asMono();
        });
    }
}
