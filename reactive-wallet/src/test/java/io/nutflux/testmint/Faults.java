package io.nutflux.testmint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests go wrong, and how. For each path faults stand in a queue, first in first out, one a request; once it is
 * empty, the path's standing fault applies if there is one, then chance if it was switched on. Paths are written as in
 * {@code /v1/swap}, with {@code /v1/keys/{keyset_id}} and {@code /v1/mint/quote/bolt11/{quote_id}} as they stand here.
 *
 * <pre>{@code
 * mint.faults().on("/v1/swap").pass(1).next(Fault.dropAfter());
 * mint.faults().on("/v1/checkstate").times(3, Fault.statusBefore(503));
 * }</pre>
 *
 * <p>Safe for use from any thread.
 */
public final class Faults {

    private static final Fault NONE = Fault.before(() -> {}).named("none");

    private final Map<String, Script> scripts = new HashMap<>();
    private final Map<String, Integer> fired = new HashMap<>();
    private @Nullable Chance chance;
    private Gate gate = path -> null;

    Faults() {}

    /** Sees every request come in. */
    public interface Gate {

        /** What goes wrong with a request for {@code path}, around what is planned for it; null for nothing more. */
        @Nullable
        Fault at(String path);
    }

    private static final class Script {
        private final Deque<Fault> queue = new ArrayDeque<>();
        private @Nullable Fault standing;
    }

    private record Chance(Random random, double probability, Set<String> paths, List<Fault> faults) {

        @Nullable
        Fault roll(String path) {
            boolean hit = random.nextDouble() < probability;
            int which = random.nextInt(faults.size());
            return hit && (paths.isEmpty() || paths.contains(path)) ? faults.get(which) : null;
        }
    }

    /** What is to happen on one path. */
    public final class On {

        private final String path;

        private On(String path) {
            this.path = path;
        }

        /** Each of the next requests that has no fault yet gets one of these. */
        public On next(Fault... faults) {
            synchronized (Faults.this) {
                script(path).queue.addAll(List.of(faults));
            }
            return this;
        }

        /** The next {@code n} requests get this fault. */
        public On times(int n, Fault fault) {
            for (int i = 0; i < n; i++) {
                next(fault);
            }
            return this;
        }

        /** The next {@code n} requests are served honestly. */
        public On pass(int n) {
            return times(n, NONE);
        }

        /** Every request gets this fault once the queue is empty. */
        public On always(Fault fault) {
            synchronized (Faults.this) {
                script(path).standing = fault;
            }
            return this;
        }

        /** Forgets what was planned for this path. */
        public On clear() {
            synchronized (Faults.this) {
                scripts.remove(path);
            }
            return this;
        }
    }

    /** Plans what happens to requests for {@code path}. */
    public On on(String path) {
        return new On(path);
    }

    /** From now on any request gets one of the faults with this probability; one seed gives one sequence. */
    public synchronized void randomly(long seed, double probability, Fault... faults) {
        randomly(seed, probability, Set.of(), faults);
    }

    /** As {@link #randomly(long, double, Fault...)}, for requests to these paths only; none given stands for all. */
    public synchronized void randomly(long seed, double probability, Set<String> paths, Fault... faults) {
        if (faults.length == 0) {
            throw new IllegalArgumentException("no faults to choose from");
        }
        chance = new Chance(new Random(seed), probability, Set.copyOf(paths), List.of(faults));
    }

    /** From now on every request passes {@code newGate}, in place of the one before; {@link #calm} takes it away. */
    public synchronized void gate(Gate newGate) {
        gate = newGate;
    }

    /** Forgets all that was planned, chance and gate included. The counters stay. */
    public synchronized void calm() {
        scripts.clear();
        chance = null;
        gate = path -> null;
    }

    /** How many requests got a fault of this name. */
    public synchronized int fired(String name) {
        return fired.getOrDefault(name, 0);
    }

    /** How many requests got a fault of this name. */
    public int fired(Lie lie) {
        return fired(lie.name());
    }

    /** How many requests got any fault. */
    public synchronized int fired() {
        return fired.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many faults, honest answers by {@link On#pass} included, still wait in the path's queue. */
    public synchronized int waiting(String path) {
        Script script = scripts.get(path);
        return script == null ? 0 : script.queue.size();
    }

    synchronized @Nullable Fault take(String path) {
        Fault planned = choose(path);
        Fault atGate = gate.at(path);
        Fault fault = planned == null || planned == NONE ? atGate : atGate == null ? planned : planned.and(atGate);
        if (fault == null) {
            return null;
        }
        fired.merge(fault.name(), 1, Integer::sum);
        return fault;
    }

    private @Nullable Fault choose(String path) {
        Script script = scripts.get(path);
        if (script != null) {
            Fault queued = script.queue.poll();
            if (queued != null) {
                return queued;
            }
            if (script.standing != null) {
                return script.standing;
            }
        }
        return chance == null ? null : chance.roll(path);
    }

    private Script script(String path) {
        return scripts.computeIfAbsent(path, p -> new Script());
    }
}
