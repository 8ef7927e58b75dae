package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintMisbehavedException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.StoreException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.OperationId;
import io.nutflux.model.Proof;
import io.nutflux.model.RequestBody;
import io.nutflux.store.Operation;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Brings one prepared or sent operation as far as it will go: settled, released, or unknown for now.
 *
 * <p>A prepared operation is marked sent, then its request leaves. A clear answer ends it. After anything else (a lost
 * answer, a restart) nothing is freed before the mint was asked, in this order (protocol X.15):
 *
 * <ol>
 *   <li>Are the inputs gone, and did it sign our outputs? Then the operation took place: settle. The states are asked for
 *       first: a request that is still on its way may come through between the two questions, and then "nothing signed"
 *       is only true of the time before.
 *   <li>Are the inputs spent, and nothing of ours signed? Then somebody else was first: release.
 *   <li>Are they as they were? Send the identical bytes once more; only a refusal of those, and a second look that still
 *       finds nothing signed and nothing spent, releases.
 *   <li>Else wait, and ask again later.
 * </ol>
 */
final class OperationRunner {

    /** How often an answer in hand follows a lease that moves. */
    private static final int MAX_MOVES = 3;

    private final FlowContext context;
    private final OutputMaker outputMaker;
    private final Unblinder unblinder;
    private final Map<Operation.Kind, OperationSteps> steps;
    private final Set<OperationId> active = ConcurrentHashMap.newKeySet();

    OperationRunner(FlowContext context, Map<Operation.Kind, OperationSteps> steps) {
        this.context = context;
        this.outputMaker = new OutputMaker(context.curve(), context.secrets());
        this.unblinder = new Unblinder(context.curve());
        this.steps = steps;
    }

    /**
     * Runs the operation once. Emits one resolution; errors are {@link StoreException}s only, after which the operation is
     * as the store has it and recovery goes on.
     */
    Mono<Resolution> run(StoredOperation operation, RunMode mode) {
        OperationId id = operation.operation().id();
        return Mono.defer(() -> active.add(id)
                        ? attempt(operation, mode).doFinally(signal -> active.remove(id))
                        : Mono.<Resolution>just(
                                new Resolution.Unknown(operation.operation(), "it is being worked on already")))
                .publishOn(context.compute());
    }

    /** Whether this process is working on it at this moment. */
    boolean isActive(OperationId operation) {
        return active.contains(operation);
    }

    private Mono<Resolution> attempt(StoredOperation operation, RunMode mode) {
        return Mono.fromCallable(() -> outputMaker.make(operation.operation().outputs()))
                .subscribeOn(context.compute())
                .flatMap(outputs -> new Run(operation, outputs, mode).run())
                .onErrorResume(
                        StoreException.class,
                        e -> e.kind() == StoreException.Kind.CONFLICT
                                ? Mono.just(new Resolution.Unknown(operation.operation(), "another took it over"))
                                : Mono.error(e));
    }

    private Duration backoff(Operation operation, Instant now) {
        long age = Duration.between(operation.createdAt(), now).toMillis();
        long least = context.recovery().minBackoff().toMillis();
        long most = Math.max(least, context.recovery().maxBackoff().toMillis());
        long wait = Math.min(Math.max(age, least), most);
        return Duration.ofMillis(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
    }

    private void report(MintException e) {
        if (e instanceof MintMisbehavedException misbehaved) {
            context.events()
                    .publish(new WalletEvent.MintMisbehaved(
                            misbehaved.mint(), misbehaved.kind(), String.valueOf(misbehaved.getMessage())));
        }
    }

    private OperationSteps stepsOf(StoredOperation operation) {
        return Objects.requireNonNull(steps.get(operation.operation().kind()));
    }

    /** One run of one operation: what its chain of calls has in common. */
    private final class Run {

        private StoredOperation operation;
        private final BlindedOutputs outputs;
        private final OperationSteps steps;
        private final RunMode mode;

        Run(StoredOperation operation, BlindedOutputs outputs, RunMode mode) {
            this.operation = operation;
            this.outputs = outputs;
            this.steps = stepsOf(operation);
            this.mode = mode;
        }

        Mono<Resolution> run() {
            boolean prepared = operation.operation().state() == Operation.State.PREPARED;
            return (prepared ? send() : findOut(null)).onErrorResume(MintException.class, e -> {
                report(e);
                return unknown(String.valueOf(e.getMessage()));
            });
        }

        /** First sending: the intent and the exact bytes are durable before the request leaves. */
        private Mono<Resolution> send() {
            return Mono.fromCallable(() -> steps.body(operation, outputs))
                    .subscribeOn(context.compute())
                    .flatMap(body -> context.store()
                            .markSent(
                                    context.wallet(),
                                    operation.operation().id(),
                                    operation.operation().version(),
                                    body)
                            .publishOn(context.compute())
                            .map(sent -> operation = operation.sent(sent, body)))
                    .flatMap(sent -> post(this::acceptFirst, this::afterFirst));
        }

        /** Sends the bytes. Only what went wrong with that is for {@code onError}, not what follows a good answer. */
        private Mono<Resolution> post(
                Function<List<BlindSignature>, Mono<Resolution>> onAnswer,
                Function<MintException, Mono<Resolution>> onError) {
            return post().map(onAnswer)
                    .onErrorResume(MintException.class, e -> Mono.just(onError.apply(e)))
                    .flatMap(Function.identity());
        }

        /** An answer that cannot be used is as good as none: the mint has acted, and has to be asked what it did. */
        private Mono<Resolution> acceptFirst(List<BlindSignature> signatures) {
            return accept(signatures, true).onErrorResume(MintException.class, e -> {
                report(e);
                return findOut(null);
            });
        }

        private Mono<List<BlindSignature>> post() {
            RequestBody body = Objects.requireNonNull(operation.requestBody());
            context.events()
                    .publish(new WalletEvent.OperationSent(
                            operation.operation().id(), operation.operation().mint()));
            return steps.post(operation, body);
        }

        private Mono<Resolution> afterFirst(MintException e) {
            report(e);
            if (e instanceof MintRejectedException refusal) {
                return e.mayHaveActed() ? refusedFirst(refusal) : undone(refusal);
            }
            return !e.mayHaveActed() && mode.fresh() ? steps.neverSent(operation, e) : findOut(null);
        }

        /** Refused, with a code that could tell of an earlier attempt whose answer was lost: look, then believe it. */
        private Mono<Resolution> refusedFirst(MintRejectedException refusal) {
            return restored()
                    .onErrorReturn(MintUnsupportedException.class, Unblinder.Restored.NOTHING)
                    .flatMap(found -> found.isComplete() ? findOut(refusal) : undone(refusal));
        }

        /** A mint without NUT-07 has told by its refusal all that it will. */
        private Mono<Resolution> undone(MintRejectedException refusal) {
            return standing().flatMap(standing -> undone(standing, refusal));
        }

        private Mono<Standing> standing() {
            return steps.standing(operation)
                    .onErrorReturn(MintUnsupportedException.class, Standing.of(Standing.Verdict.NOT_TOLD));
        }

        private Mono<Resolution> undone(Standing standing, @Nullable MintRejectedException refusal) {
            return steps.undone(operation, standing, refusal, mode)
                    .flatMap(resolution -> resolution instanceof Resolution.Unknown unknown
                            ? unknown(unknown.why())
                            : Mono.just(resolution));
        }

        /**
         * Finds out what became of an operation that was sent.
         *
         * @param refusal the mint's latest answer, if it was a refusal of these bytes; else they may be sent once more
         */
        private Mono<Resolution> findOut(@Nullable MintRejectedException refusal) {
            return standing()
                    .flatMap(standing -> restored()
                            .map(Optional::of)
                            .onErrorReturn(MintUnsupportedException.class, Optional.empty())
                            .flatMap(found -> found.isPresent()
                                    ? decide(standing, found.get(), refusal)
                                    : withoutRestore(standing, refusal)));
        }

        private Mono<Resolution> decide(
                Standing standing, Unblinder.Restored found, @Nullable MintRejectedException refusal) {
            return switch (standing.verdict()) {
                case BUSY -> unknown("the mint is still working on the inputs");
                case TAKEN -> {
                    if (found.isComplete()) {
                        // A restored signature may lack its DLEQ proof (09.7).
                        yield accept(found.signatures(), false);
                    }
                    yield found.isEmpty()
                            ? undone(standing, refusal)
                            : unknown("the inputs are taken, and the mint restores a part of the outputs only");
                }
                // What is signed all the same was signed for others: a counter used twice.
                case UNTOUCHED -> again(standing, refusal);
                case NOT_TOLD -> found.isComplete() ? accept(found.signatures(), false) : again(standing, refusal);
            };
        }

        private Mono<Resolution> again(Standing standing, @Nullable MintRejectedException refusal) {
            return refusal != null ? undone(standing, refusal) : sendAgain();
        }

        private Mono<Resolution> sendAgain() {
            return post(
                    signatures -> accept(signatures, true),
                    e -> e instanceof MintRejectedException refusal ? findOut(refusal) : Mono.error(e));
        }

        /** A mint without NUT-09 can only be asked by sending the same bytes; its word for spent inputs proves nothing. */
        private Mono<Resolution> withoutRestore(Standing standing, @Nullable MintRejectedException refusal) {
            if (refusal == null) {
                return sendAgain();
            }
            return standing.isNotOurDoing()
                    ? undone(standing, refusal)
                    : unknown("the inputs are taken and the mint, lacking NUT-09, cannot tell by whom");
        }

        /** Leaves the operation for later: its next turn comes after as long again as it has lasted, within bounds. */
        private Mono<Resolution> unknown(String why) {
            Operation op = operation.operation();
            Instant now = context.now();
            context.events().publish(new WalletEvent.OperationUnknown(op.id(), op.mint(), why));
            // By the version of this run: who lost the operation must not move it under the new owner's hands.
            return context.store()
                    .lease(context.wallet(), op.id(), op.version(), now.plus(backoff(op, now)))
                    .onErrorResume(StoreException.class, e -> Mono.empty())
                    .thenReturn(new Resolution.Unknown(op, why));
        }

        private Mono<Unblinder.Restored> restored() {
            return context.mints()
                    .restore(operation.operation().mint(), outputs.messages())
                    .publishOn(context.compute())
                    .map(restored -> Unblinder.ordered(outputs.messages(), restored));
        }

        /** @param dleqNeeded whether a signature without a DLEQ proof is refused where the mint announces NUT-12 */
        private Mono<Resolution> accept(List<BlindSignature> signatures, boolean dleqNeeded) {
            Operation op = operation.operation();
            Mono<Boolean> dleqRequired = context.directory()
                    .info(op.mint())
                    .map(info -> dleqNeeded && info.supports(12))
                    .onErrorReturn(MintException.class, false);
            return Mono.zip(context.directory().keyset(op.mint(), op.outputs().keyset()), dleqRequired)
                    .publishOn(context.compute())
                    .map(keys -> unblinder.unblind(op.mint(), outputs, signatures, keys.getT1(), keys.getT2()))
                    .flatMap(proofs -> steps.settlement(operation, outputs, proofs, mode)
                            .flatMap(settlement -> settle(op.version(), settlement, MAX_MOVES)
                                    .publishOn(context.compute())
                                    .then(Mono.fromSupplier(() -> settled(settlement, proofs)))));
        }

        /**
         * Stores what the mint signed. If the lease was moved meanwhile, that is no reason to drop signatures in hand: a
         * mint that cannot restore them would never give them again. The version that is stored now decides.
         */
        private Mono<Void> settle(long version, Settlement settlement, int movesLeft) {
            OperationId id = operation.operation().id();
            return context.store()
                    .settle(context.wallet(), id, version, settlement)
                    .onErrorResume(
                            e -> movesLeft > 0
                                    && e instanceof StoreException store
                                    && store.kind() == StoreException.Kind.CONFLICT,
                            e -> context.store()
                                    .load(context.wallet(), id)
                                    .map(StoredOperation::operation)
                                    .filter(now -> now.state() == Operation.State.SENT && now.version() != version)
                                    .switchIfEmpty(Mono.error(e))
                                    .flatMap(now -> settle(now.version(), settlement, movesLeft - 1)));
        }

        private Resolution settled(Settlement settlement, List<Proof> proofs) {
            Operation op = operation.operation();
            Amount gained = Amount.sum(proofs.stream().map(Proof::amount).toList());
            context.events().publish(new WalletEvent.OperationSettled(op.id(), op.mint(), op.unit(), gained, op.fee()));
            return new Resolution.Settled(op, settlement.outcomes(), proofs);
        }
    }
}
