package io.nutflux;

import io.nutflux.error.WalletException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whoever still waits when the wallet is closed gets a word, as the timers that would have ended it are gone. */
final class UntilClosed {

    private final Mono<Void> closed;

    /** @param closed completes once the wallet is closed */
    UntilClosed(Mono<Void> closed) {
        this.closed = closed.then(
                Mono.error(() -> new WalletException(WalletException.Reason.CLOSED, "the wallet is closed")));
    }

    <T> Mono<T> of(Mono<T> operation) {
        return Mono.firstWithSignal(closed.then(Mono.empty()), operation);
    }

    <T> Flux<T> of(Flux<T> operation) {
        return operation.takeUntilOther(closed);
    }
}
