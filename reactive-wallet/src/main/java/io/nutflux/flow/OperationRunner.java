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
 *   <li>Did it sign our outputs? If it did, and the inputs are gone, the operation took place: settle.
 *   <li>Are the inputs spent, and nothing of ours signed? Then somebody else was first: release.
 *   <li>Are they as they were? Send the identical bytes once more; only a refusal of those, and a second look that still
 *       finds nothing signed and nothing spent, releases.
 *   <li>Else wait, and ask again later.
 * </ol>
 */
final class OperationRunner {

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
        return Mono.using(
                () -> active.add(operation.operation().id()),
                entered -> attempt(operation, mode),
                entered -> active.remove(operation.operation().id()));
    }

    /** Whether this process is working on it at this moment. */
    boolean isActive(OperationId operation) {
        return active.contains(operation);
    }

    private Mono<Resolution> attempt(StoredOperation operation, RunMode mode) {
        return Mono.fromCallable(() -> outputMaker.make(operation.operation().outputs()))
                .subscribeOn(context.compute())
                .flatMap(outputs -> operation.operation().state() == Operation.State.PREPARED
                        ? new Run(operation, outputs, mode).send()
                        : new Run(operation, outputs, mode).findOut(null))
                .onErrorResume(MintException.class, e -> unknown(operation, e))
                .onErrorResume(
                        StoreException.class,
                        e -> e.kind() == StoreException.Kind.CONFLICT
                                ? Mono.just(new Resolution.Unknown(operation.operation(), "another took it over"))
                                : Mono.error(e));
    }

    private Mono<Resolution> unknown(StoredOperation operation, MintException why) {
        report(why);
        return unknown(operation.operation(), String.valueOf(why.getMessage()));
    }

    /** Leaves the operation for later: its next turn comes after as long again as it has lasted, within bounds. */
    private Mono<Resolution> unknown(Operation operation, String why) {
        Instant now = context.now();
        context.events().publish(new WalletEvent.OperationUnknown(operation.id(), operation.mint(), why));
        return context.store()
                .load(context.wallet(), operation.id())
                .flatMap(stored -> context.store()
                        .lease(
                                context.wallet(),
                                operation.id(),
                                stored.operation().version(),
                                now.plus(backoff(operation, now))))
                .onErrorResume(StoreException.class, e -> Mono.empty())
                .thenReturn(new Resolution.Unknown(operation, why));
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

        /** First sending: the intent and the exact bytes are durable before the request leaves. */
        Mono<Resolution> send() {
            return Mono.fromCallable(() -> steps.body(operation, outputs))
                    .subscribeOn(context.compute())
                    .flatMap(body -> context.store()
                            .markSent(
                                    context.wallet(),
                                    operation.operation().id(),
                                    operation.operation().version(),
                                    body)
                            .map(sent -> operation = operation.sent(sent, body)))
                    .flatMap(sent -> post())
                    .flatMap(this::accept)
                    .onErrorResume(MintException.class, this::afterFirst);
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
                    .map(found -> found.isEmpty() ? undone(refusal) : findOut(refusal))
                    .onErrorResume(MintUnsupportedException.class, e -> Mono.just(refusedWithoutRestore(refusal)))
                    .flatMap(Function.identity());
        }

        /** Where requests are not repeated there was no earlier attempt. */
        private Mono<Resolution> refusedWithoutRestore(MintRejectedException refusal) {
            return RedeemSteps.replay(context, operation.operation(), steps.path())
                    .flatMap(replay -> replay.isAllowed() ? withoutRestore(refusal) : undone(refusal));
        }

        /** A mint without NUT-07 has told by its refusal all that it will. */
        private Mono<Resolution> undone(MintRejectedException refusal) {
            return standingIfTold().flatMap(standing -> steps.undone(operation, standing, refusal, mode));
        }

        /**
         * Finds out what became of an operation that was sent.
         *
         * @param refusal the mint's latest answer, if it was a refusal of these bytes; else they may be sent once more
         */
        Mono<Resolution> findOut(@Nullable MintRejectedException refusal) {
            return restored()
                    .flatMap(found -> steps.standing(operation)
                            .flatMap(standing -> found.isEmpty() || standing.verdict() != Standing.Verdict.TAKEN
                                    ? notSigned(standing, refusal)
                                    : accept(found)))
                    .onErrorResume(MintUnsupportedException.class, e -> withoutRestore(refusal));
        }

        /** Nothing was signed for these inputs (or what was signed was for others: counters used twice). */
        private Mono<Resolution> notSigned(Standing standing, @Nullable MintRejectedException refusal) {
            return switch (standing.verdict()) {
                case BUSY -> unknown(operation.operation(), "the mint is still working on the inputs");
                case TAKEN -> steps.undone(operation, standing, refusal, mode);
                case UNTOUCHED ->
                    refusal != null ? steps.undone(operation, standing, refusal, mode) : sendAgain(this::findOut);
            };
        }

        private Mono<Resolution> sendAgain(Function<MintRejectedException, Mono<Resolution>> onRefusal) {
            return post().flatMap(this::accept).onErrorResume(MintRejectedException.class, onRefusal);
        }

        /** A mint without NUT-09 can only be asked by sending the same bytes; its word for spent inputs proves nothing. */
        private Mono<Resolution> withoutRestore(@Nullable MintRejectedException refusal) {
            if (refusal == null) {
                return sendAgain(this::withoutRestore);
            }
            return steps.standing(operation)
                    .flatMap(standing -> standing.isNotOurDoing()
                            ? steps.undone(operation, standing, refusal, mode)
                            : unknown(
                                    operation.operation(),
                                    "the inputs are taken and the mint, lacking NUT-09, cannot tell by whom"));
        }

        private Mono<Standing> standingIfTold() {
            return steps.standing(operation)
                    .onErrorReturn(MintUnsupportedException.class, Standing.of(Standing.Verdict.UNTOUCHED));
        }

        private Mono<List<BlindSignature>> restored() {
            return context.mints()
                    .restore(operation.operation().mint(), outputs.messages())
                    .publishOn(context.compute())
                    .map(restored -> Unblinder.ordered(outputs.messages(), restored));
        }

        private Mono<Resolution> accept(List<BlindSignature> signatures) {
            Operation op = operation.operation();
            Mono<Boolean> dleqRequired = context.directory()
                    .info(op.mint())
                    .map(info -> info.supports(12))
                    .onErrorReturn(MintException.class, false);
            return Mono.zip(context.directory().keyset(op.mint(), op.outputs().keyset()), dleqRequired)
                    .publishOn(context.compute())
                    .map(keys -> unblinder.unblind(op.mint(), outputs, signatures, keys.getT1(), keys.getT2()))
                    .flatMap(proofs -> steps.settlement(operation, outputs, proofs, mode)
                            .flatMap(settlement -> settle(settlement, proofs)));
        }

        private Mono<Resolution> settle(Settlement settlement, List<Proof> proofs) {
            Operation op = operation.operation();
            return context.store()
                    .settle(context.wallet(), op.id(), op.version(), settlement)
                    .then(Mono.fromSupplier(() -> {
                        Amount gained =
                                Amount.sum(proofs.stream().map(Proof::amount).toList());
                        context.events()
                                .publish(new WalletEvent.OperationSettled(
                                        op.id(), op.mint(), op.unit(), gained, op.fee()));
                        return new Resolution.Settled(op, settlement.outcomes(), proofs);
                    }));
        }
    }
}
