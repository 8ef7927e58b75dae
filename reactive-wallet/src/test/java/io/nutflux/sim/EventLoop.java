package io.nutflux.sim;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * The one thread of a run: tasks in the order of their virtual time. Time passes between tasks only.
 *
 * <p>A task is due a few microseconds later than was asked for, by the dice: so tasks of the same moment come in any order,
 * a different one for each seed.
 */
final class EventLoop {

    private static final long JITTER_NANOS = 20_000;
    /** Hundreds of times what a run needs. */
    private static final long MAX_EVENTS = 1_000_000;

    /** A task in the queue. */
    private static final class Entry implements Disposable {
        private final long due;
        private final long number;
        private final Runnable task;
        private boolean disposed;

        Entry(long due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }

        @Override
        public void dispose() {
            disposed = true;
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }

    private final PriorityQueue<Entry> queue = new PriorityQueue<>(
            Comparator.<Entry>comparingLong(entry -> entry.due).thenComparingLong(e -> e.number));
    private final Dice dice;
    private final Trace trace;
    private long now;
    private long scheduled;
    private long events;
    private @Nullable String failure;

    EventLoop(Dice dice, Trace trace) {
        this.dice = dice;
        this.trace = trace;
    }

    /** Virtual time since the beginning. */
    long nanos() {
        return now;
    }

    long events() {
        return events;
    }

    /** Runs {@code task} after {@code delay} and a little. */
    Disposable after(Duration delay, Runnable task) {
        return at(soonest(delay.toNanos()), task);
    }

    /** The moment {@code nanos} from now, and a little. */
    long soonest(long nanos) {
        return now + Math.max(0, nanos) + 1 + dice.below(JITTER_NANOS);
    }

    /** Runs {@code task} at exactly this moment, after what was scheduled for it before. */
    Disposable at(long due, Runnable task) {
        Entry entry = new Entry(Math.max(due, now), scheduled++, task);
        queue.add(entry);
        return entry;
    }

    void note(String line) {
        trace.note(now, line);
    }

    /** The run is wrong, and ends here; the first word stands. */
    void fail(String what) {
        if (failure == null) {
            failure = what;
            note("FAILED: " + what);
        }
    }

    @Nullable
    String failure() {
        return failure;
    }

    /**
     * Runs until {@code done}, a failure, or the end of {@code patience}.
     *
     * @return whether it is done
     */
    boolean runUntil(BooleanSupplier done, Duration patience) {
        long end = now + patience.toNanos();
        while (failure == null && !done.getAsBoolean()) {
            Entry next = queue.peek();
            if (next == null || next.due > end) {
                now = end;
                return false;
            }
            queue.remove();
            now = next.due;
            if (!next.disposed) {
                run(next);
            }
        }
        return failure == null;
    }

    private void run(Entry entry) {
        events++;
        trace.tick(now);
        entry.disposed = true;
        try {
            entry.task.run();
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            fail("a task failed: " + e);
        }
        if (events > MAX_EVENTS) {
            fail("it does not come to rest");
        }
    }
}
