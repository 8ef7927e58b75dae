package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.model.Obstacle;
import io.nutflux.model.OperationId;
import io.nutflux.model.RequestBody;
import io.nutflux.store.Lease;
import io.nutflux.store.Operation;
import io.nutflux.store.Release;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredOperation;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * This process's hold on one operation, for as long as it works on it.
 *
 * <p>It is the only writer of the operation in this process: writes go one after the other, each by the version that the one
 * before gave, and between them the lease is renewed at a third of its length, so that long work is not taken for dead. A
 * write that is refused because another process has moved the version loses the hold: from then on it writes nothing, but
 * for signatures in hand, which a mint may not be able to give again. What this process's own recovery moved, after a pause
 * that outlasted the lease, is still its own.
 */
final class Hold {

    private static final Logger log = LoggerFactory.getLogger(Hold.class);

    private final FlowContext context;
    private final Consumer<Hold> onClose;
    private final Disposable.Swap renewals = Disposables.swap();
    private final Sinks.One<Resolution> resolution = Sinks.one();
    /** Ends when the latest write that was asked for has ended. */
    private final AtomicReference<Mono<Void>> latest = new AtomicReference<>(Mono.empty());

    private volatile StoredOperation held;
    private volatile boolean lost;
    private volatile boolean elsewhere;
    /** Nothing is to be renewed any more: it has ended, or was left until later. */
    private volatile boolean over;

    private volatile boolean abandoned;
    private boolean closing;
    private int working;

    Hold(FlowContext context, StoredOperation held, Consumer<Hold> onClose) {
        this.context = context;
        this.held = held;
        this.onClose = onClose;
    }

    StoredOperation stored() {
        return held;
    }

    Operation operation() {
        return held.operation();
    }

    OperationId id() {
        return held.operation().id();
    }

    /** Whether another process has taken the operation over, or ended it. */
    boolean isLost() {
        return lost;
    }

    /** Whether another process may have had the operation for a while, and sent it: this one's view of it is not all. */
    boolean wasElsewhere() {
        return elsewhere;
    }

    /** Begins to renew the lease; ends with {@link #close}. */
    void keep() {
        renewals.update(Flux.interval(context.recovery().lease().dividedBy(3), context.compute())
                .onBackpressureDrop()
                // Lost, which the next write finds out again, or a store in trouble: the next tick tries again.
                .concatMap(tick -> renewed().onErrorComplete(), 0)
                .subscribe());
    }

    /** What {@link #resolved} is told; empty if the work is given up before. */
    Mono<Resolution> resolution() {
        return resolution.asMono();
    }

    void resolved(Resolution how) {
        resolution.tryEmitValue(how);
    }

    /**
     * Runs {@code work} to its end, and keeps the hold that long, whether or not somebody goes on listening: what a mint has
     * signed may be had only once.
     */
    Mono<Resolution> toItsEnd(Mono<Resolution> work) {
        return Mono.deferContextual(subscriber -> {
            begun();
            CompletableFuture<Resolution> end = work.doOnNext(how -> {
                        if (abandoned) {
                            resolved(how);
                        }
                    })
                    .onErrorResume(e -> abandoned, e -> {
                        log.info("operation {} is left to recovery: {}", id(), e.getMessage());
                        return Mono.empty();
                    })
                    .doOnTerminate(this::done)
                    .contextWrite(subscriber)
                    .toFuture();
            return Mono.fromFuture(end, true).doOnCancel(() -> abandoned = true);
        });
    }

    /** Whether nobody waits for the outcome any more. */
    boolean isAbandoned() {
        return abandoned;
    }

    private synchronized void begun() {
        working++;
    }

    private void done() {
        boolean last;
        synchronized (this) {
            working--;
            last = working == 0 && closing;
        }
        if (last) {
            letGo();
        }
    }

    /** Lets go, once what runs {@link #toItsEnd} has ended. Idempotent. */
    void close() {
        synchronized (this) {
            closing = true;
            if (working > 0) {
                return;
            }
        }
        letGo();
    }

    private void letGo() {
        renewals.dispose();
        onClose.accept(this);
        resolution.tryEmitEmpty();
    }

    /**
     * Looks, once the lease has run out by this process's clock, whether the operation is still its own; completes if it is,
     * or {@link #isLost} from then on. Fails if the store cannot say: then nothing may be asked or sent.
     */
    Mono<Void> confirm() {
        return Mono.defer(() -> lost || operation().leaseUntil().isAfter(context.now())
                ? Mono.empty()
                : renewed().onErrorResume(e -> lost && StoreException.isConflict(e), e -> Mono.empty()));
    }

    // ---- writes

    Mono<StoredOperation> markSent(RequestBody body) {
        return write(version -> context.store()
                .markSent(context.wallet(), id(), version, body)
                .map(sent -> held = held.sent(sent, body)));
    }

    /** Leaves the operation until {@code until}, with what stands in its way. */
    Mono<Void> leaveUntil(Instant until, @Nullable Obstacle obstacle) {
        return write(version -> context.store()
                        .assign(context.wallet(), id(), version, new Lease(context.owner(), until, obstacle))
                        .doOnNext(this::left))
                .then();
    }

    private void left(Operation left) {
        over = true;
        held = at(left);
    }

    /** Fails with a conflict too if another process may have had the operation since this was decided. */
    Mono<List<Operation>> release(Release release) {
        boolean knew = elsewhere;
        return write(version -> elsewhere && !knew
                ? Mono.error(lose(
                        new StoreException(StoreException.Kind.CONFLICT, id() + " was taken over for a while", null)))
                : context.store()
                        .release(context.wallet(), id(), version, release)
                        .doOnNext(successors -> over = true));
    }

    /**
     * Stores what the mint signed, whoever holds the operation by now: the version that is stored decides. Waits for a store
     * that does not answer, with the lease renewed between the attempts. Fails with a conflict if the operation has ended,
     * or as the store does if that is closed or damaged.
     */
    Mono<Void> settle(Settlement settlement) {
        return Mono.defer(() -> {
            Settling settling = new Settling(context, operation(), settlement, this::lose);
            return settling.untilAnswered(exclusively(
                            Mono.defer(() -> settling.at(operation().version())).doOnSuccess(done -> over = true)))
                    .doOnSuccess(done -> over = true);
        });
    }

    private Mono<Void> renewed() {
        return write(version -> over
                        ? Mono.<Operation>empty()
                        : context.store()
                                .lease(context.wallet(), id(), version, context.leaseEnd())
                                .doOnNext(renewed -> held = at(renewed)))
                .then();
    }

    /** One after the other; a refusal loses the hold unless this process itself moved the version. */
    private <T> Mono<T> write(LongFunction<Mono<T>> command) {
        Mono<T> atVersion = Mono.defer(() -> command.apply(operation().version()));
        return exclusively(Mono.defer(() -> lost
                ? Mono.error(new StoreException(StoreException.Kind.CONFLICT, id() + " was taken over", null))
                : atVersion.onErrorResume(
                        StoreException::isConflict,
                        e -> found(e).then(atVersion).doOnError(StoreException::isConflict, this::lose))));
    }

    /** Looks who moved the version, and goes on if it was this process. */
    private Mono<Void> found(Throwable conflict) {
        Operation known = operation();
        return context.store()
                .load(context.wallet(), id())
                .map(StoredOperation::operation)
                .flatMap(now -> {
                    if (now.version() == known.version()) {
                        return Mono.error(conflict); // Refused for another reason than its version.
                    }
                    if (now.state() != known.state() || !now.owner().equals(context.owner())) {
                        return Mono.error(lose(conflict));
                    }
                    // One change is this process's own claim; with more, others may have come between.
                    elsewhere |= now.version() > known.version() + 1;
                    held = at(now);
                    return Mono.empty();
                });
    }

    private Throwable lose(Throwable conflict) {
        lost = true;
        return conflict;
    }

    private StoredOperation at(Operation now) {
        return new StoredOperation(now, held.requestBody(), held.tokens(), held.ownInputs());
    }

    private <T> Mono<T> exclusively(Mono<T> write) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> ended = Sinks.empty();
            Mono<Void> before = latest.getAndSet(ended.asMono());
            // Who is cancelled while waiting still leaves the next to wait for those before.
            return before.then(write)
                    .doFinally(signal ->
                            before.doFinally(any -> ended.tryEmitEmpty()).subscribe());
        });
    }

    @Override
    public String toString() {
        return "Hold[" + operation() + "]";
    }
}
