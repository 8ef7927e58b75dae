package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Counts commands in progress, to refuse more than a bound, and to wait for them before closing. */
final class InFlight {

    /** The highest bit says that no more are let in; the rest counts. */
    private static final int CLOSED = Integer.MIN_VALUE;

    private final int most;
    private final AtomicInteger state = new AtomicInteger();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    InFlight(int most) {
        this.most = most;
    }

    /** Lets a command in, which must {@linkplain #leave leave}, or says why not. */
    @Nullable
    StoreException enter() {
        while (true) {
            int now = state.get();
            if (now < 0) {
                return Errors.closed();
            }
            if (now >= most) {
                return Errors.unavailable("more than " + most + " commands wait for the store", null);
            }
            if (state.compareAndSet(now, now + 1)) {
                return null;
            }
        }
    }

    void leave() {
        endIf(state.decrementAndGet());
    }

    /** Lets no more in; completes when the last has left. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            endIf(state.updateAndGet(now -> now | CLOSED));
            return Mono.fromFuture(ended, true);
        });
    }

    private void endIf(int now) {
        if (now == CLOSED) {
            ended.complete(null);
        }
    }
}
