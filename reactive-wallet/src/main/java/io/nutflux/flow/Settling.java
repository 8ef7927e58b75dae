package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.Amount;
import io.nutflux.store.Operation;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredOperation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Stores what the mint signed for one operation. The signatures in hand may be had only once, so a store that does not
 * answer, or is in use, is waited for: the same settlement is tried until it has an answer, or the store is closed.
 */
final class Settling {

    private static final Logger log = LoggerFactory.getLogger(Settling.class);

    /** How often signatures in hand follow a version that others move; each time is one lost race of two commands. */
    private static final int MOST_MOVES = 16;

    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LATE = Duration.ofSeconds(5);
    /** Doublings of {@link #SOON} that are enough for {@link #LATE}. */
    private static final int MOST_DOUBLINGS = 7;

    private final FlowContext context;
    private final Operation operation;
    private final Settlement settlement;
    private final UnaryOperator<Throwable> lost;

    /** @param lost told of the conflict, and gives it back, if the operation has ended by another's doing */
    Settling(FlowContext context, Operation operation, Settlement settlement, UnaryOperator<Throwable> lost) {
        this.context = context;
        this.operation = operation;
        this.settlement = settlement;
        this.lost = lost;
    }

    /**
     * Takes {@code attempt}, which is {@link #at}, again and again while the store does not answer, each time after a look
     * whether the one before took place after all. In between others may write.
     */
    Mono<Void> untilAnswered(Mono<Void> attempt) {
        return Mono.defer(() -> {
            AtomicBoolean unclear = new AtomicBoolean();
            return Mono.defer(() -> unclear.get() ? unlessDone(attempt) : attempt)
                    .doOnError(Settling::passes, e -> {
                        if (!unclear.getAndSet(true)) {
                            log.warn(
                                    "the signatures of operation {} wait for the store: {}",
                                    operation.id(),
                                    e.getMessage());
                        }
                    })
                    .retryWhen(Retry.from(failures -> failures.concatMap(failure -> passes(failure.failure())
                            ? Mono.delay(pause(failure.totalRetries()), context.compute())
                            : Mono.error(failure.failure()))))
                    .doOnSuccess(done -> {
                        if (unclear.get()) {
                            log.info("the signatures of operation {} are stored", operation.id());
                        }
                    });
        });
    }

    private static boolean passes(Throwable failure) {
        return failure instanceof StoreException store
                && (store.kind() == StoreException.Kind.UNAVAILABLE || store.kind() == StoreException.Kind.IN_USE);
    }

    /** Longer and longer, and not at the same time as all the others that wait. */
    private Duration pause(long retries) {
        long most = Math.min(LATE.toMillis(), SOON.toMillis() << Math.min(retries, MOST_DOUBLINGS));
        return context.jittered(most);
    }

    private Mono<Void> unlessDone(Mono<Void> attempt) {
        return ReadBack.isDone(context, settlement.entry()).flatMap(done -> done ? Mono.empty() : attempt);
    }

    /** Settles the operation at {@code version}, or at the one that it has by now, whoever holds it. */
    Mono<Void> at(long version) {
        return at(version, MOST_MOVES);
    }

    private Mono<Void> at(long version, int movesLeft) {
        return context.store()
                .settle(context.wallet(), operation.id(), version, settlement)
                .onErrorResume(
                        e -> movesLeft > 0 && StoreException.isConflict(e),
                        e -> context.store()
                                .load(context.wallet(), operation.id())
                                .map(StoredOperation::operation)
                                .flatMap(now -> now.version() == version
                                        ? Mono.error(e) // Refused for another reason than its version.
                                        : moved(now, movesLeft, e)));
    }

    private Mono<Void> moved(Operation now, int movesLeft, Throwable conflict) {
        return switch (now.state()) {
            case SENT -> at(now.version(), movesLeft - 1);
            // By an attempt of this process, perhaps, which the store was still at when it was looked for.
            case SETTLED -> unlessDone(Mono.error(() -> lost.apply(conflict)));
            case RELEASED -> {
                signedAfterRelease();
                yield Mono.error(lost.apply(conflict));
            }
            case PREPARED -> Mono.error(lost.apply(conflict));
        };
    }

    /** The request came through after all. What was signed is of the seed, and found by restoring from it. */
    private void signedAfterRelease() {
        Amount signed = Amount.sum(settlement.newProofs().stream()
                .map(stored -> stored.proof().amount())
                .toList());
        log.error(
                "{} signed {} {} for operation {} after that was released; restoring from the seed finds it",
                operation.mint(),
                signed,
                operation.unit(),
                operation.id());
        context.events()
                .publish(new WalletEvent.SignedAfterRelease(
                        operation.id(), Kinds.of(operation), operation.mint(), operation.unit(), signed));
    }
}
