package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.model.RecoveryReport;
import io.nutflux.model.RecoveryReport.Outcome;
import io.nutflux.model.UnfinishedOperation;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredOperation;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Settles what a crash, a lost answer or a mint's outage left unfinished: by itself, from the wallet's opening on, all the
 * time. It takes operations whose lease ran out, oldest first, a few at a time.
 */
final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final int CONCURRENT = 4;

    private final FlowContext context;
    private final OperationRunner runner;
    private final RedeemRun redeemRun;
    private @Nullable Disposable loop;

    Recovery(FlowContext context, OperationRunner runner, RedeemRun redeemRun) {
        this.context = context;
        this.runner = runner;
        this.redeemRun = redeemRun;
    }

    /** Begins to look for due operations, at once and then at every interval, with jitter. */
    synchronized void start() {
        if (loop == null) {
            loop = Flux.defer(this::due)
                    .then()
                    .onErrorResume(e -> {
                        log.warn("recovery could not read the store: {}", e.getMessage());
                        return Mono.empty();
                    })
                    .repeatWhen(ends -> ends.concatMap(end -> Mono.delay(pause(), context.compute())))
                    .subscribe(ignored -> {}, e -> log.error("recovery stopped", e));
        }
    }

    synchronized void stop() {
        if (loop != null) {
            loop.dispose();
        }
    }

    private Duration pause() {
        long interval = context.recovery().interval().toMillis();
        return Duration.ofMillis(interval / 2 + ThreadLocalRandom.current().nextLong(interval + 1));
    }

    private Flux<RecoveryReport> due() {
        return context.store()
                .claimDue(
                        context.wallet(),
                        context.owner(),
                        context.now(),
                        context.leaseEnd(),
                        context.recovery().batch())
                .publishOn(context.compute())
                .filter(operation -> !runner.isActive(operation.id()))
                .flatMap(this::workAlone, CONCURRENT);
    }

    /** What goes wrong with one operation is no reason to leave the others; its turn comes again. */
    private Mono<RecoveryReport> workAlone(Operation operation) {
        return work(operation).onErrorResume(e -> {
            log.warn("recovery of {} failed for now: {}", operation.id(), e.getMessage());
            return Mono.empty();
        });
    }

    /** Works on all unfinished operations that nobody in this process is working on, due or not. */
    Flux<RecoveryReport> all() {
        return context.store()
                .unfinished(context.wallet())
                .publishOn(context.compute())
                .filter(operation -> !runner.isActive(operation.id()))
                .concatMap(operation -> context.store()
                        .lease(context.wallet(), operation.id(), operation.version(), context.leaseEnd())
                        .onErrorResume(StoreException.class, Recovery::skipIfTaken))
                .publishOn(context.compute())
                .flatMap(this::work, CONCURRENT);
    }

    private static Mono<Operation> skipIfTaken(StoreException e) {
        return e.kind() == StoreException.Kind.CONFLICT ? Mono.empty() : Mono.error(e);
    }

    /** Works on what was claimed, unless it has ended or another took it over since. */
    private Mono<RecoveryReport> work(Operation claimed) {
        return context.store()
                .load(context.wallet(), claimed.id())
                .publishOn(context.compute())
                .filter(stored -> stored.operation().version() == claimed.version())
                .flatMap(stored -> run(stored)
                        .flatMap(resolution -> redeemRun
                                .follow(stored, resolution, RunMode.RECOVERY)
                                .then(Mono.just(report(stored.operation(), resolution)))))
                .doOnNext(report -> log.debug("recovery: {} is {}", claimed.id(), report.outcome()));
    }

    /** A send that was never sent has lost its caller: its proofs are set free rather than swapped for nobody. */
    private Mono<Resolution> run(StoredOperation stored) {
        boolean pointless = stored.operation().kind() == Operation.Kind.SEND
                && stored.operation().state() == Operation.State.PREPARED;
        return pointless
                ? OperationSteps.releaseAll(context, stored, null)
                        .onErrorResume(StoreException.class, e -> skipIfTaken(e).then(Mono.<Resolution>empty()))
                : runner.run(stored, RunMode.RECOVERY);
    }

    private static RecoveryReport report(Operation operation, Resolution resolution) {
        UnfinishedOperation unfinished = unfinished(operation);
        if (resolution instanceof Resolution.Settled) {
            return new RecoveryReport(unfinished, Outcome.SETTLED, "");
        }
        return resolution instanceof Resolution.Unknown unknown
                ? new RecoveryReport(unfinished, Outcome.PENDING, unknown.why())
                : new RecoveryReport(unfinished, Outcome.RELEASED, "");
    }

    static UnfinishedOperation unfinished(Operation operation) {
        return new UnfinishedOperation(
                operation.id(),
                operation.kind().name(),
                operation.state() == Operation.State.SENT,
                operation.mint(),
                operation.unit(),
                operation.gross(),
                operation.createdAt());
    }
}
