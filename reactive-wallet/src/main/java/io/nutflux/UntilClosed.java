package io.nutflux;

import io.nutflux.error.WalletException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What callers get of a wallet that is being closed. A call in hand gets its result if that comes within the grace; one that
 * comes later is turned away at once; whoever still waits at the end gets a word, as the timers that would have ended it are
 * gone.
 */
final class UntilClosed {

    private final Sinks.Empty<Void> begun = Sinks.empty();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private boolean closing;
    private int inHand;

    /** From now on no call is taken in hand. */
    void begin() {
        synchronized (this) {
            closing = true;
        }
        begun.tryEmitEmpty();
    }

    /** Whether every caller that was to have a result has it. */
    synchronized boolean isIdle() {
        return inHand == 0;
    }

    /** Ends whatever is still waited for. */
    void end() {
        closed.tryEmitEmpty();
    }

    /** A call that only looks; closing does not wait for it. */
    <T> Mono<T> of(Mono<T> call) {
        return Mono.firstWithSignal(closed.asMono().then(turnedAway()), call);
    }

    /** As {@link #of(Mono)}. */
    <T> Flux<T> of(Flux<T> call) {
        return call.takeUntilOther(closed.asMono().then(turnedAway()));
    }

    /** A call that changes something: closing waits for it, and lets no other begin. */
    <T> Mono<T> inHand(Mono<T> call) {
        return Mono.defer(() -> enter() ? of(call).doFinally(signal -> leave()) : turnedAway());
    }

    /** As {@link #inHand(Mono)}. */
    <T> Flux<T> inHand(Flux<T> call) {
        return Flux.defer(() -> enter() ? of(call).doFinally(signal -> leave()) : turnedAway());
    }

    /** A call that closing waits for; one that comes later is {@code call}'s own to turn away. */
    <T> Mono<T> inHandIfOpen(Mono<T> call) {
        return Mono.defer(() -> enter() ? of(call).doFinally(signal -> leave()) : of(call));
    }

    /**
     * A stream of requests, of which closing takes no more: those that were taken are answered, and if there were to be
     * others it then fails.
     */
    <Q, A> Flux<A> stream(Publisher<Q> requests, Function<Flux<Q>, Flux<A>> answers) {
        return Flux.defer(() -> {
            AtomicBoolean all = new AtomicBoolean();
            Flux<Q> taken =
                    Flux.from(requests).doOnComplete(() -> all.set(true)).takeUntilOther(begun.asMono());
            return inHand(answers.apply(taken)
                    .concatWith(Flux.defer(() -> all.get() ? Mono.<A>empty() : UntilClosed.<A>turnedAway())));
        });
    }

    private synchronized boolean enter() {
        if (!closing) {
            inHand++;
        }
        return !closing;
    }

    private synchronized void leave() {
        inHand--;
    }

    private static <T> Mono<T> turnedAway() {
        return Mono.error(() -> new WalletException(WalletException.Reason.CLOSED, "the wallet is closed"));
    }
}
