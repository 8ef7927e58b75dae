package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.error.WalletException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.BackgroundJob;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.InboxTask;
import io.nutflux.store.InboxVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Redeems what waits in the inbox.
 *
 * <pre>
 * claim a batch under a lease ──> Redeemer, beside all other tokens ──> InboxVerdicts ──> conclude, many in one commit
 * </pre>
 *
 * <p>It claims when it is woken, by an arrival in this process or by room, and otherwise from time to time; never more
 * than it has room for. Entries of a mint that is away, or that has half the places already, are left in the store.
 */
final class InboxWorker {

    private static final Logger log = LoggerFactory.getLogger(InboxWorker.class);
    private static final int GROUP = 256;
    /** As many as one command of the store takes, and more than anyone deals with. */
    private static final int MAX_PAUSED = 500;

    private static final int MAX_CONFLICTS = 3;

    private final FlowContext context;
    private final InboxOptions options;
    private final Redeemer redeemer;
    private final InboxVerdicts verdicts;
    private final InboxRetention retention;
    private final MintPauses<RedeemResult> pauses;
    private final Grouping<InboxVerdict, Boolean> conclusions;
    private final Wake wake = new Wake();
    private final Sinks.Empty<Void> closing = Sinks.empty();
    private final Disposable.Composite loops = Disposables.composite();

    private final Map<String, MintUrl> inFlight = new HashMap<>();
    private final Map<MintUrl, Integer> ofMint = new HashMap<>();
    private Set<MintUrl> crowded = Set.of();
    private boolean more;
    private int claims;
    private volatile boolean stopped;

    InboxWorker(FlowContext context, Redeemer redeemer) {
        this.context = context;
        this.options = context.inbox();
        this.redeemer = redeemer;
        this.verdicts = new InboxVerdicts(context);
        this.retention = new InboxRetention(context);
        this.pauses = new MintPauses<>(options.minBackoff(), options.maxBackoff(), MAX_PAUSED);
        this.conclusions = new Grouping<>(
                GROUP,
                Integer.MAX_VALUE,
                () -> new WalletException(WalletException.Reason.INBOX_FULL, "too many results wait to be stored"),
                group -> concluded(group, MAX_CONFLICTS));
    }

    /** Begins to work, unless this process only accepts. */
    void start(Background background) {
        if (!options.workers()) {
            return;
        }
        Flux<?> rounds = Mono.defer(this::round)
                .onErrorResume(e -> {
                    log.warn("the inbox could not be read: {}", e.getMessage());
                    return Mono.empty();
                })
                .repeatWhen(ends -> ends.takeWhile(end -> !stopped).concatMap(end -> pause()));
        Flux<?> renewals = Flux.interval(options.lease().dividedBy(3), context.compute())
                .onBackpressureDrop()
                .concatMap(tick -> renewed(), 1);
        loops.add(background.keep(BackgroundJob.INBOX, rounds));
        loops.add(background.keep(BackgroundJob.INBOX_LEASES, renewals));
    }

    /** There is something to claim. */
    void wake() {
        wake.ring();
    }

    /** Claims no more; what is under way goes on. */
    void stop() {
        stopped = true;
        closing.tryEmitEmpty();
        wake.ring();
    }

    /** Mints whose entries are left in the store, and until when. */
    Map<MintUrl, Instant> paused(Instant now) {
        return pauses.ends(now);
    }

    synchronized boolean isIdle() {
        return claims == 0 && inFlight.isEmpty();
    }

    /** Gives what is still held to whoever asks next. The last thing a worker does. */
    Mono<Void> release() {
        return Mono.defer(() -> {
                    loops.dispose();
                    return options.workers()
                            ? context.store().releaseInbox(context.wallet(), context.owner(), context.now())
                            : Mono.<Void>empty();
                })
                .onErrorResume(StoreException.class, e -> {
                    log.debug("entries of the inbox are left to their leases: {}", e.getMessage());
                    return Mono.empty();
                });
    }

    private Mono<?> pause() {
        long interval = options.pollInterval().toMillis();
        Duration wait = Duration.ofMillis(interval / 2 + context.randomness().below(interval + 1));
        return Mono.firstWithSignal(wake.next(), Mono.delay(wait, context.compute()))
                .publishOn(context.compute())
                .then(Mono.just(true));
    }

    // ---- claiming

    private Mono<Void> round() {
        return retention
                .purgeWhenDue()
                .onErrorResume(e -> {
                    log.warn("finished entries of the inbox could not be forgotten: {}", e.getMessage());
                    return Mono.empty();
                })
                .then(Mono.defer(this::claim));
    }

    private Mono<Void> claim() {
        Set<MintUrl> except;
        int room;
        synchronized (this) {
            room = stopped ? 0 : room();
            more = room == 0;
            if (room == 0) {
                return Mono.empty();
            }
            crowded = crowded();
            except = new HashSet<>(crowded);
            claims++;
        }
        except.addAll(pauses.at(context.now()));
        int limit = room;
        return context.store()
                .claimInbox(context.wallet(), context.owner(), context.now(), leaseEnd(), limit, bounded(except))
                .collectList()
                .publishOn(context.compute())
                .doOnNext(tasks -> claimed(tasks, limit))
                .doOnTerminate(this::claimEnded)
                .then();
    }

    private synchronized void claimEnded() {
        claims--;
    }

    private void claimed(List<InboxTask> tasks, int limit) {
        List<InboxTask> begun = new ArrayList<>();
        synchronized (this) {
            more = tasks.size() == limit;
            for (InboxTask task : tasks) {
                // One that is at work here has outlived its lease, and has a new one now.
                if (inFlight.putIfAbsent(task.key(), task.mint()) == null) {
                    ofMint.merge(task.mint(), 1, Integer::sum);
                    begun.add(task);
                }
            }
        }
        begun.forEach(this::work);
        if (tasks.size() == limit) {
            wake.ring();
        }
    }

    /** Places for a whole batch, or none: to claim for each place that falls free would cost a commit each. */
    private int room() {
        int free = options.maxInFlight() - inFlight.size();
        int batch = Math.min(options.batch(), options.maxInFlight());
        return free < batch ? 0 : batch;
    }

    private Set<MintUrl> crowded() {
        Set<MintUrl> found = new HashSet<>();
        ofMint.forEach((mint, count) -> {
            if (count >= Math.max(1, options.maxInFlight() / 2)) {
                found.add(mint);
            }
        });
        return found;
    }

    private static List<MintUrl> bounded(Set<MintUrl> mints) {
        return mints.stream().limit(512).toList();
    }

    private Instant leaseEnd() {
        return context.now().plus(options.lease());
    }

    // ---- one entry

    private void work(InboxTask task) {
        redeemer.redeem(new RedeemRequest(task.key(), task.token()), closing.asMono())
                .doOnNext(result -> notice(task, result))
                .doOnError(e -> pauses.answered(task.mint()))
                .map(result -> verdicts.on(task, result))
                .onErrorResume(e -> Mono.just(verdicts.afterError(task, e)))
                .flatMap(verdict ->
                        conclusions.submit(verdict).filter(ended -> ended).doOnNext(ended -> tell(verdict)))
                .doFinally(signal -> done(task))
                .subscribe(
                        ended -> {},
                        e -> log.warn(
                                "what became of {} in the inbox could not be stored: {}", task.key(), e.getMessage()));
    }

    private void notice(InboxTask task, RedeemResult result) {
        if (result instanceof RedeemResult.Refused refused
                && refused.reason() == RedeemResult.RefusalReason.MINT_UNREACHABLE) {
            pauses.failed(task.mint(), context.now(), Duration.ZERO, result);
        } else {
            pauses.answered(task.mint());
        }
    }

    private void tell(InboxVerdict verdict) {
        if (verdict instanceof InboxVerdict.Done done) {
            context.events().publish(new WalletEvent.InboxDecided(done.outcome()));
        }
    }

    private void done(InboxTask task) {
        boolean hungry;
        synchronized (this) {
            inFlight.remove(task.key());
            ofMint.computeIfPresent(task.mint(), (mint, count) -> count == 1 ? null : count - 1);
            hungry = room() > 0 && (more || !crowded().containsAll(crowded));
        }
        if (hungry) {
            wake.ring();
        }
    }

    private Mono<List<Boolean>> concluded(List<InboxVerdict> group, int conflictsLeft) {
        return context.store()
                .concludeInbox(context.wallet(), context.owner(), context.now(), group)
                .publishOn(context.compute())
                .map(Set::copyOf)
                .map(ended -> group.stream()
                        .map(verdict -> ended.contains(verdict.key()))
                        .toList())
                .onErrorResume(
                        e -> conflictsLeft > 0 && StoreException.isConflict(e),
                        e -> concluded(group, conflictsLeft - 1));
    }

    private Mono<Void> renewed() {
        List<String> keys;
        synchronized (this) {
            keys = List.copyOf(inFlight.keySet());
        }
        return keys.isEmpty()
                ? Mono.empty()
                : context.store()
                        .renewInbox(context.wallet(), context.owner(), keys, leaseEnd())
                        .onErrorResume(e -> {
                            log.warn("leases of the inbox could not be renewed: {}", e.getMessage());
                            return Mono.empty();
                        });
    }
}
