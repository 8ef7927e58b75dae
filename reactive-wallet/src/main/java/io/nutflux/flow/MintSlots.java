package io.nutflux.flow;

import io.nutflux.model.MintUrl;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * So many at a time at each mint, first come first served, so that one slow mint holds up only its own. What waits is
 * bounded by who calls.
 */
final class MintSlots {

    private final int each;
    private final Scheduler scheduler;
    private final Map<MintUrl, Slots> mints = new HashMap<>();

    private static final class Slots {
        private int taken;
        private final Deque<Turn> waiting = new ArrayDeque<>();
    }

    private static final class Turn {
        private final Sinks.Empty<Void> come = Sinks.empty();
        private boolean begun;
    }

    MintSlots(int each, Scheduler scheduler) {
        this.each = each;
        this.scheduler = scheduler;
    }

    /** Runs {@code work} on the scheduler when it is its turn at {@code mint}. */
    <T> Mono<T> run(MintUrl mint, Mono<T> work) {
        return Mono.defer(() -> {
            Turn turn = enter(mint);
            // Off the thread of the one whose end made room: a chain of short works is no recursion.
            return turn.come.asMono().publishOn(scheduler).then(work).doFinally(signal -> leave(mint, turn));
        });
    }

    private synchronized Turn enter(MintUrl mint) {
        Slots slots = mints.computeIfAbsent(mint, any -> new Slots());
        Turn turn = new Turn();
        if (slots.taken < each) {
            slots.taken++;
            begin(turn);
        } else {
            slots.waiting.add(turn);
        }
        return turn;
    }

    private static void begin(Turn turn) {
        turn.begun = true;
        turn.come.tryEmitEmpty();
    }

    private void leave(MintUrl mint, Turn turn) {
        Turn next;
        synchronized (this) {
            Slots slots = mints.get(mint);
            if (slots == null) {
                return;
            }
            if (!turn.begun) {
                slots.waiting.remove(turn);
                return;
            }
            next = slots.waiting.poll();
            if (next == null) {
                if (--slots.taken == 0) {
                    mints.remove(mint);
                }
                return;
            }
            next.begun = true;
        }
        next.come.tryEmitEmpty();
    }
}
