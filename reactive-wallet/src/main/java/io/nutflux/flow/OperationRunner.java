package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.model.OperationId;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredOperation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Works on operations, each by one {@link OperationRun} at a time, under a {@link Hold} that keeps it ours while the work
 * lasts.
 */
final class OperationRunner {

    private final FlowContext context;
    private final OutputMaker outputMaker;
    private final Unblinder unblinder;
    private final MintHealth health;
    private final Obstacles obstacles;
    private final Map<Operation.Kind, OperationSteps> steps;
    private final Map<OperationId, Hold> active = new ConcurrentHashMap<>();

    OperationRunner(
            FlowContext context, MintHealth health, Obstacles obstacles, Map<Operation.Kind, OperationSteps> steps) {
        this.context = context;
        this.outputMaker = new OutputMaker(context.curve(), context.secrets());
        this.unblinder = new Unblinder(context.curve());
        this.health = health;
        this.obstacles = obstacles;
        this.steps = steps;
    }

    /**
     * Runs the operation once. Emits one resolution; errors are {@link StoreException}s only, after which the operation is
     * as the store has it and recovery goes on.
     */
    Mono<Resolution> run(StoredOperation operation, RunMode mode) {
        return Mono.defer(() -> hold(operation)
                        .map(hold -> run(hold, mode))
                        .orElseGet(() -> Mono.just(Resolution.Unknown.busy(operation.operation()))))
                .publishOn(context.compute());
    }

    /** Runs each when it is its turn; all are held from now on, so that none is taken for dead meanwhile. */
    Flux<Ran> run(List<StoredOperation> operations, RunMode mode, MintSlots slots) {
        return Flux.using(
                () -> operations.stream()
                        .map(this::hold)
                        .flatMap(Optional::stream)
                        .toList(),
                holds -> Flux.fromIterable(holds)
                        .flatMap(
                                hold -> slots.run(hold.operation().mint(), run(hold, mode))
                                        .map(resolution -> new Ran(hold.stored(), resolution)),
                                Integer.MAX_VALUE)
                        .publishOn(context.compute()),
                holds -> holds.forEach(Hold::close));
    }

    /** An operation and how its run ended. */
    record Ran(StoredOperation operation, Resolution resolution) {}

    /** Frees all of an operation that was prepared and never sent, and has no tokens. */
    Mono<Resolution> giveBack(StoredOperation operation) {
        return Mono.defer(() -> hold(operation)
                .map(hold -> held(hold, OperationSteps.releaseAll(context, hold, null)))
                .orElseGet(() -> Mono.just(Resolution.Unknown.busy(operation.operation()))));
    }

    /** Whether this process is working on it at this moment. */
    boolean isActive(OperationId operation) {
        return active.containsKey(operation);
    }

    /** Whether this process is working on none. */
    boolean isIdle() {
        return active.isEmpty();
    }

    /** How the work that is under way in this process ends; empty if there is none, or it is given up. */
    Mono<Resolution> join(OperationId operation) {
        return Mono.defer(() -> {
            Hold hold = active.get(operation);
            return hold == null ? Mono.empty() : hold.resolution().publishOn(context.compute());
        });
    }

    /** Empty if this process holds it already. */
    private Optional<Hold> hold(StoredOperation operation) {
        Hold hold = new Hold(context, operation, closed -> active.remove(closed.id(), closed));
        if (active.putIfAbsent(hold.id(), hold) != null) {
            return Optional.empty();
        }
        hold.keep();
        return Optional.of(hold);
    }

    private Mono<Resolution> run(Hold hold, RunMode mode) {
        return held(
                hold,
                Mono.fromCallable(() -> outputMaker.make(hold.operation().outputs()))
                        .subscribeOn(context.compute())
                        .flatMap(outputs -> new OperationRun(
                                        context,
                                        health,
                                        obstacles,
                                        unblinder,
                                        stepsOf(hold.operation()),
                                        hold,
                                        outputs,
                                        mode)
                                .run()));
    }

    private static Mono<Resolution> held(Hold hold, Mono<Resolution> work) {
        return work.onErrorResume(
                        e -> hold.isLost() && e instanceof StoreException,
                        e -> Mono.just(Resolution.Unknown.takenOver(hold.operation())))
                .doOnNext(hold::resolved)
                .doFinally(signal -> hold.close());
    }

    private OperationSteps stepsOf(Operation operation) {
        return Objects.requireNonNull(steps.get(operation.kind()));
    }
}
