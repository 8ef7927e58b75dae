package io.nutflux.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One life of a process, as the steps it takes: commands to its store and requests to its mints. It may die at one of
 * them, and whatever it tries after that fails. For tests.
 */
public final class Lifeline {

    /** When at a step. */
    public enum Moment {
        /** Before the command is carried out, before the request leaves. */
        BEFORE,
        /** Once it is done, before the answer arrives. */
        DONE,
        /** Once the answer has arrived, before anything else is done. */
        ANSWERED
    }

    /** The {@code nth} step of a name, counted from 0. */
    public record Step(String name, int nth) {

        /** The point in this step's course at which a process may die. */
        public Point at(Moment moment) {
            return new Point(this, moment);
        }

        @Override
        public String toString() {
            return name + " #" + nth;
        }
    }

    /** Where a process dies. */
    public record Point(Step step, Moment moment) {
        @Override
        public String toString() {
            return (moment == Moment.BEFORE ? "before " : moment == Moment.DONE ? "in " : "after ") + step;
        }
    }

    /** What becomes of a step. */
    public enum Fate {
        LIVES,
        FAILS,
        FAILS_ONCE_DONE
    }

    private final @Nullable Point fatal;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Sinks.Empty<Void> death = Sinks.empty();
    private final AtomicInteger commands = new AtomicInteger();
    private final Map<Integer, Mono<Void>> underWay = new ConcurrentHashMap<>();
    private boolean reached;
    private boolean dying;
    private boolean dead;

    private Lifeline(@Nullable Point fatal) {
        this.fatal = fatal;
    }

    /** A life that ends when it is told to. */
    public static Lifeline endless() {
        return new Lifeline(null);
    }

    /** A life that ends at this point, if it gets there. */
    public static Lifeline until(@Nullable Point fatal) {
        return new Lifeline(fatal);
    }

    /** The steps so far, in order. */
    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Whether the point to die at was reached. */
    public synchronized boolean isReached() {
        return reached;
    }

    public synchronized boolean isDead() {
        return dead;
    }

    /** The process dies now. */
    public void die() {
        synchronized (this) {
            dead = true;
        }
        death.tryEmitEmpty();
    }

    /** Completes with the death. */
    public Mono<Void> death() {
        return death.asMono();
    }

    /** A command that has left: it is carried out even if the process dies, and {@link #awaitCommands} waits for it. */
    public <T> Mono<T> toItsEnd(Mono<T> command) {
        int number = commands.incrementAndGet();
        Sinks.Empty<Void> ended = Sinks.empty();
        underWay.put(number, ended.asMono());
        return Mono.fromFuture(
                command.doFinally(signal -> {
                            underWay.remove(number);
                            ended.tryEmitEmpty();
                        })
                        .toFuture(),
                true);
    }

    /** Until nothing that this process began changes the store any more. */
    public void awaitCommands(Duration patience) {
        Mono.when(List.copyOf(underWay.values())).block(patience);
    }

    /** What becomes of a step that is about to be taken. */
    public Fate take(String name) {
        Fate fate = next(name);
        if (fate != Fate.LIVES) {
            death.tryEmitEmpty();
        }
        return fate;
    }

    private synchronized Fate next(String name) {
        if (dead || dying) {
            dead = true;
            return Fate.FAILS;
        }
        Step step = new Step(name, counts.merge(name, 1, Integer::sum) - 1);
        steps.add(step);
        if (fatal == null || !fatal.step().equals(step)) {
            return Fate.LIVES;
        }
        reached = true;
        dying = true;
        dead = fatal.moment() != Moment.ANSWERED;
        return switch (fatal.moment()) {
            case BEFORE -> Fate.FAILS;
            case DONE -> Fate.FAILS_ONCE_DONE;
            case ANSWERED -> Fate.LIVES;
        };
    }
}
