package io.nutflux.flow;

import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.ClaimedToken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Gathers the tokens of one mint and unit into swaps.
 *
 * <p>A token waits until the swap is full, or the oldest waiting token has waited for the linger time; while as many swaps
 * are under way as the mint is to bear, it waits on, so that a slow mint gets fuller swaps rather than more of them. A
 * full queue refuses. A token can be withdrawn while it waits; later its swap goes on.
 *
 * <p>All state is guarded by the lane's lock, which is held for bookkeeping only, never while a batch runs or a result is
 * delivered.
 */
final class Lane {

    private final RedeemOptions options;
    private final IntSupplier maxInputs;
    private final Scheduler timer;
    private final Function<List<ClaimedToken>, Flux<RedeemResult>> redeemer;

    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private int waitingInputs;
    private int running;
    private boolean lingered;
    private @Nullable Disposable lingerTimer;
    private final Set<Waiting> underWay = new HashSet<>();
    private final Disposable.Composite batches = Disposables.composite();
    private boolean abandoned;
    private boolean retired;

    /**
     * A lane of its own.
     *
     * @param maxInputs most inputs of a swap at this moment
     * @param redeemer gives one result for each token of a batch
     */
    Lane(
            RedeemOptions options,
            IntSupplier maxInputs,
            Scheduler timer,
            Function<List<ClaimedToken>, Flux<RedeemResult>> redeemer) {
        this.options = options;
        this.maxInputs = maxInputs;
        this.timer = timer;
        this.redeemer = redeemer;
    }

    /**
     * A token in the lane.
     *
     * @param result where its result goes, whether anyone still listens or not
     */
    record Waiting(ClaimedToken token, Sinks.One<RedeemResult> result) {

        int inputs() {
            return token.proofs().size();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private enum Place {
        QUEUED,
        NONE_FREE,
        ELSEWHERE
    }

    /**
     * Queues a token; its result comes to {@code waiting.result()}.
     *
     * @return {@code false} if the lane is retired: the token is for another one
     */
    boolean submit(Waiting waiting) {
        Place place = offer(waiting);
        if (place == Place.QUEUED) {
            drain();
        } else if (place == Place.NONE_FREE) {
            waiting.result.tryEmitValue(new RedeemResult.Refused(
                    waiting.token.key(), RefusalReason.OVERLOADED, "too many tokens wait for this mint", true));
        }
        return place != Place.ELSEWHERE;
    }

    /** Takes a token out again; {@code false} if its swap is under way or over. */
    synchronized boolean withdraw(Waiting waiting) {
        if (queue.remove(waiting)) {
            waitingInputs -= waiting.inputs();
            return true;
        }
        return false;
    }

    synchronized boolean isIdle() {
        return queue.isEmpty() && running == 0;
    }

    /** Takes nothing more from now on, unless something is here; tells which, so that no token is lost with the lane. */
    synchronized boolean retire() {
        retired = retired || isIdle();
        return retired;
    }

    synchronized boolean isRetired() {
        return retired;
    }

    /** Batches that are referred to from here; those that are over must not be. */
    int batchesKept() {
        return batches.size();
    }

    private synchronized Place offer(Waiting waiting) {
        if (retired) {
            return Place.ELSEWHERE;
        }
        if (abandoned || queue.size() >= options.maxWaiting()) {
            return Place.NONE_FREE;
        }
        queue.add(waiting);
        waitingInputs += waiting.inputs();
        return Place.QUEUED;
    }

    private void drain() {
        for (List<Waiting> batch = next(); !batch.isEmpty(); batch = next()) {
            run(batch);
        }
    }

    /** The next batch if one is due, else none; starts the linger timer where that is what is waited for. */
    private synchronized List<Waiting> next() {
        if (abandoned || queue.isEmpty() || running >= options.concurrentSwaps()) {
            return List.of();
        }
        int most = maxInputs.getAsInt();
        if (waitingInputs < most && !lingered && !options.linger().isZero()) {
            if (lingerTimer == null) {
                lingerTimer = after(options.linger());
            }
            return List.of();
        }
        List<Waiting> batch = new ArrayList<>();
        int inputs = 0;
        while (!queue.isEmpty() && (batch.isEmpty() || inputs + queue.peek().inputs() <= most)) {
            Waiting waiting = queue.remove();
            inputs += waiting.inputs();
            batch.add(waiting);
        }
        underWay.addAll(batch);
        waitingInputs -= inputs;
        running++;
        lingered = false;
        if (lingerTimer != null) {
            lingerTimer.dispose();
            lingerTimer = null;
        }
        return batch;
    }

    private Disposable after(Duration linger) {
        return Mono.delay(linger, timer).subscribe(tick -> {
            synchronized (this) {
                lingered = true;
                lingerTimer = null;
            }
            drain();
        });
    }

    /**
     * Gives up: refuses what waits, ends what is under way here, and returns its tokens, whose results are now for the
     * caller to give. What the mint was sent is for recovery to settle.
     */
    List<Waiting> abandon() {
        List<Waiting> refused;
        List<Waiting> left;
        synchronized (this) {
            abandoned = true;
            refused = List.copyOf(queue);
            left = List.copyOf(underWay);
            queue.clear();
            underWay.clear();
            waitingInputs = 0;
        }
        batches.dispose();
        refused.forEach(Lane::refuseAtClose);
        return left;
    }

    private static void refuseAtClose(Waiting waiting) {
        waiting.result.tryEmitValue(new RedeemResult.Refused(
                waiting.token.key(), RefusalReason.SHUTTING_DOWN, "the wallet is closing", true));
    }

    private void run(List<Waiting> batch) {
        Map<String, Waiting> open = new HashMap<>();
        batch.forEach(waiting -> open.put(waiting.token.key(), waiting));
        // There before the batch begins, which may be over before it is subscribed to.
        Disposable.Swap kept = Disposables.swap();
        batches.add(kept);
        kept.update(Flux.defer(
                        () -> redeemer.apply(batch.stream().map(Waiting::token).toList()))
                .doFinally(signal -> {
                    batches.remove(kept);
                    synchronized (this) {
                        running--;
                    }
                    drain();
                })
                .subscribe(
                        result -> {
                            Waiting waiting = open.remove(result.key());
                            if (waiting != null) {
                                isDecided(waiting);
                                waiting.result.tryEmitValue(result);
                            }
                        },
                        error -> fail(open.values(), error),
                        () -> fail(open.values(), new IllegalStateException("a token was left without a result"))));
    }

    private void fail(Collection<Waiting> undecided, Throwable error) {
        undecided.forEach(waiting -> {
            isDecided(waiting);
            waiting.result.tryEmitError(error);
        });
        undecided.clear();
    }

    private synchronized void isDecided(Waiting waiting) {
        underWay.remove(waiting);
    }
}
