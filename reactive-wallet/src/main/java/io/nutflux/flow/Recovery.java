package io.nutflux.flow;

import io.nutflux.error.CashuException;
import io.nutflux.error.MintException;
import io.nutflux.error.StoreException;
import io.nutflux.model.BackgroundJob;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Obstacle;
import io.nutflux.model.RecoveryReport;
import io.nutflux.model.RecoveryReport.Outcome;
import io.nutflux.model.UnfinishedOperation;
import io.nutflux.store.Lease;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.StoredProof;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Settles what a crash, a lost answer or a mint's outage left unfinished: by itself, in every replica, from the wallet's
 * opening on, all the time.
 *
 * <p>It takes operations whose lease ran out, the longest overdue first, and works on a few at a time for each mint. Those of
 * a mint that does not answer are left until later as they come, so that they keep nobody else's place. While there are more
 * than it takes at a time it takes more, without a pause.
 */
final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    /** Operations at work at one mint; below the connections that a client keeps to it. */
    private static final int AT_ONE_MINT = 8;
    /** Operations taken and not at work yet, of all mints: what a mint that is slow to fail may hold. */
    private static final int MOST_HELD = 2_048;

    private static final int MOST_AT_A_TIME = 512;

    private final FlowContext context;
    private final OperationRunner runner;
    private final RedeemRun redeemRun;
    private final Obstacles obstacles;
    private final Awaited awaited;
    private final MintHealth health;
    /** What recovery itself met; an endpoint that only it uses may fail while others answer. */
    private final MintHealth ownHealth;

    private final CatchUp catchUp;
    private final StrayLeases strays;
    private final Setbacks setbacks;
    private final Disposable.Composite loops = Disposables.composite();
    private int limit;
    private boolean more;

    Recovery(
            FlowContext context,
            OperationRunner runner,
            RedeemRun redeemRun,
            Obstacles obstacles,
            Awaited awaited,
            MintHealth health,
            CatchUp catchUp) {
        this.context = context;
        this.runner = runner;
        this.redeemRun = redeemRun;
        this.obstacles = obstacles;
        this.awaited = awaited;
        this.health = health;
        this.catchUp = catchUp;
        this.ownHealth = new MintHealth(context.clock(), context.recovery().maxBackoff());
        this.strays = new StrayLeases(context, runner);
        this.setbacks = new Setbacks(context, obstacles);
        this.limit = context.recovery().batch();
    }

    /** Begins to look for due operations, at once and then at every interval, with jitter. */
    synchronized void start(Background background) {
        if (loops.size() > 0) {
            return;
        }
        loops.add(background.keep(BackgroundJob.RECOVERY, Flux.defer(this::turns)));
        loops.add(background.keep(BackgroundJob.LEASE_WATCH, strays.watch()));
    }

    synchronized void stop() {
        loops.dispose();
    }

    private Flux<RecoveryReport> turns() {
        MintSlots slots = new MintSlots(AT_ONE_MINT, context.compute());
        return claimed()
                .repeatWhen(ends -> ends.concatMap(end -> more ? Mono.just(end) : pause()))
                .flatMap(operation -> slots.run(operation.mint(), turn(operation)), MOST_HELD);
    }

    /** Mints that only recovery leaves alone, and until when. */
    Map<MintUrl, Instant> paused(Instant now) {
        return ownHealth.paused(now);
    }

    private Mono<Long> pause() {
        long interval = context.recovery().interval().toMillis();
        Duration pause = Duration.ofMillis(interval / 2 + context.randomness().below(interval + 1));
        return Mono.delay(pause, context.compute())
                .flatMap(end ->
                        awaited.look().onErrorResume(Recovery::unreadable).thenReturn(end));
    }

    /** Those that are due, at most {@code limit}; more the next time if there were so many. */
    private Flux<Operation> claimed() {
        return Flux.defer(() -> {
            int most = limit;
            AtomicInteger count = new AtomicInteger();
            return context.store()
                    .claimDue(context.wallet(), context.owner(), context.now(), context.leaseEnd(), most)
                    .publishOn(context.compute())
                    .doOnNext(operation -> count.incrementAndGet())
                    .onErrorResume(Recovery::unreadable)
                    .doOnComplete(() -> {
                        more = count.get() >= most;
                        limit = more
                                ? Math.min(most * 2, MOST_AT_A_TIME)
                                : context.recovery().batch();
                    });
        });
    }

    private static <T> Mono<T> unreadable(Throwable e) {
        log.warn("recovery could not read the store: {}", e.getMessage());
        return Mono.empty();
    }

    /** What goes wrong with one operation is no reason to leave the others; its turn comes again. */
    private Mono<RecoveryReport> turn(Operation claimed) {
        return Mono.defer(() -> {
                    if (runner.isActive(claimed.id())) {
                        return Mono.empty(); // Its run goes on under the new lease.
                    }
                    Optional<MintException> paused = pausedBy(claimed);
                    return paused.isPresent() ? postponed(claimed, paused.get()) : work(claimed, ownHealth);
                })
                .onErrorResume(e -> setbacks.left(claimed, e))
                .onErrorComplete(StoreException.class);
    }

    private Optional<MintException> pausedBy(Operation operation) {
        return ownHealth.pausedBy(operation.mint()).or(() -> health.pausedBy(operation.mint()));
    }

    /** Left until later without a question: its mint has just failed to answer one. */
    private Mono<RecoveryReport> postponed(Operation claimed, MintException why) {
        Obstacle obstacle = obstacles.of(claimed, Obstacles.reasonOf(why));
        obstacles.tell(claimed, obstacle, String.valueOf(why.getMessage()));
        Lease lease = new Lease(context.owner(), obstacles.nextTry(claimed), obstacle);
        return context.store()
                .assign(context.wallet(), claimed.id(), claimed.version(), lease)
                .map(left -> report(left, Resolution.Unknown.of(left, why)))
                .onErrorResume(StoreException::isConflict, e -> Mono.empty());
    }

    // ---- when asked to

    /**
     * Works on all unfinished operations, due or not, and waits for those that this process has in hand. Each is reported
     * once; what goes wrong with one keeps none of the others.
     */
    Flux<RecoveryReport> all() {
        return Flux.defer(() -> {
            MintHealth met = new MintHealth(context.clock());
            MintSlots slots = new MintSlots(AT_ONE_MINT, context.compute());
            return context.store()
                    .unfinished(context.wallet())
                    .publishOn(context.compute())
                    .flatMap(operation -> slots.run(operation.mint(), now(operation, met)), MOST_HELD);
        });
    }

    private Mono<RecoveryReport> now(Operation operation, MintHealth met) {
        return runner.join(operation.id())
                .map(resolution -> report(operation, resolution))
                .switchIfEmpty(Mono.defer(() -> {
                    Optional<MintException> paused = met.pausedBy(operation.mint());
                    return paused.isPresent()
                            ? Mono.just(report(operation, Resolution.Unknown.of(operation, paused.get())))
                            : taken(operation, met);
                }))
                .onErrorResume(e -> setbacks.left(operation, e));
    }

    private Mono<RecoveryReport> taken(Operation operation, MintHealth met) {
        Lease lease = new Lease(context.owner(), context.leaseEnd(), operation.obstacle());
        return context.store()
                .assign(context.wallet(), operation.id(), operation.version(), lease)
                .publishOn(context.compute())
                .flatMap(taken -> work(taken, met)
                        .onErrorResume(e -> !StoreException.isConflict(e), e -> setbacks.left(taken, e)))
                .switchIfEmpty(Mono.defer(() -> moved(operation)))
                .onErrorResume(StoreException::isConflict, e -> moved(operation));
    }

    /** Somebody was faster: this process's own recovery, whose end is waited for, or another's. */
    private Mono<RecoveryReport> moved(Operation operation) {
        return runner.join(operation.id())
                .map(resolution -> report(operation, resolution))
                .switchIfEmpty(context.store()
                        .load(context.wallet(), operation.id())
                        .map(stored -> endOf(stored.operation())));
    }

    static RecoveryReport endOf(Operation now) {
        return switch (now.state()) {
            case SETTLED -> new RecoveryReport(unfinished(now), Outcome.SETTLED, "");
            case RELEASED -> new RecoveryReport(unfinished(now), Outcome.RELEASED, "");
            case PREPARED, SENT -> report(now, Resolution.Unknown.takenOver(now));
        };
    }

    // ---- one operation

    /** Works on what was claimed, unless it has ended or another took it over since. */
    private Mono<RecoveryReport> work(Operation claimed, MintHealth met) {
        return context.store()
                .load(context.wallet(), claimed.id())
                .publishOn(context.compute())
                .filter(stored -> stored.operation().version() == claimed.version())
                .flatMap(stored -> run(stored)
                        .doOnNext(resolution -> learn(stored.operation(), resolution, met))
                        .delayUntil(resolution -> caughtUp(stored, resolution))
                        .flatMap(resolution -> redeemRun
                                .follow(stored, resolution, RunMode.RECOVERY)
                                .then(Mono.just(report(stored.operation(), resolution)))))
                .doOnNext(report -> log.debug("recovery: {} is {}", claimed.id(), report.outcome()));
    }

    private static void learn(Operation operation, Resolution resolution, MintHealth met) {
        if (resolution instanceof Resolution.Unknown unknown) {
            if (unknown.cause() != null) {
                met.failed(unknown.cause());
            }
        } else {
            met.answered(operation.mint());
        }
    }

    /** A send that was never sent has lost its caller: its proofs are set free rather than swapped for nobody. */
    private Mono<Resolution> run(StoredOperation stored) {
        boolean pointless = stored.operation().kind() == Operation.Kind.SEND
                && stored.operation().state() == Operation.State.PREPARED;
        return (pointless ? neverSent(stored) : Mono.just(false))
                .flatMap(never -> never ? runner.giveBack(stored) : runner.run(stored, RunMode.RECOVERY));
    }

    /**
     * What a backup calls prepared may have been sent and settled since, so there the mint has to say that the inputs are as
     * they were. If they are not, or it cannot be asked, it is run as one that was sent: the same bytes do no harm.
     */
    private Mono<Boolean> neverSent(StoredOperation stored) {
        List<CurvePoint> Ys = stored.ownInputs().stream().map(StoredProof::Y).toList();
        return catchUp.isRestored()
                .flatMap(restored -> restored
                        ? context.mints()
                                .checkState(stored.operation().mint(), Ys)
                                .publishOn(context.compute())
                                .map(states -> Standing.of(states).verdict() == Standing.Verdict.UNTOUCHED)
                                .onErrorReturn(MintException.class, false)
                        : Mono.just(true));
    }

    /**
     * What an operation of a backup gave may have been spent since, and so may what it sets free, where another one took its
     * place. Errors are told and no more: a look is taken again when the keyset is caught up, or restored.
     */
    private Mono<Void> caughtUp(StoredOperation stored, Resolution resolution) {
        if (resolution instanceof Resolution.Unknown) {
            return Mono.empty();
        }
        Operation op = stored.operation();
        Set<KeysetId> keysets = new TreeSet<>();
        keysets.add(op.outputs().keyset());
        stored.ownInputs().forEach(input -> keysets.add(input.proof().id()));
        return catchUp.ended(op.mint(), keysets).onErrorResume(CashuException.class, e -> {
            log.warn("proofs of {} were not looked at: {}", op.id(), e.getMessage());
            return Mono.empty();
        });
    }

    private static RecoveryReport report(Operation operation, Resolution resolution) {
        if (resolution instanceof Resolution.Settled) {
            return new RecoveryReport(unfinished(operation), Outcome.SETTLED, "");
        }
        return resolution instanceof Resolution.Unknown unknown
                ? new RecoveryReport(unfinished(unknown.operation()), Outcome.PENDING, unknown.why())
                : new RecoveryReport(unfinished(operation), Outcome.RELEASED, "");
    }

    static UnfinishedOperation unfinished(Operation operation) {
        return new UnfinishedOperation(
                operation.id(),
                Kinds.of(operation),
                operation.state() == Operation.State.SENT,
                operation.mint(),
                operation.unit(),
                operation.gross(),
                operation.createdAt(),
                operation.obstacle());
    }
}
