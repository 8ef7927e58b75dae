package io.nutflux;

import io.nutflux.store.FaultyStore;
import io.nutflux.store.Lifeline.Moment;
import io.nutflux.store.Lifeline.Point;
import io.nutflux.store.Lifeline.Step;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs scenarios with a process that dies at each of its steps, commands to its store and requests to its mint alike, and
 * revives it; and with one that dies again at the steps of its revival.
 *
 * <p>The steps come from a run without a death, so a new step is covered by itself.
 */
final class CrashEverywhere implements AutoCloseable {

    /** How many lives are lived at once: most of each is waiting. */
    private static final int AT_ONCE = 4;

    private final String name;
    private final Supplier<WalletStore> stores;
    private final ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
    private final AtomicInteger lives = new AtomicInteger();
    private final AtomicInteger once = new AtomicInteger();
    private final AtomicInteger twice = new AtomicInteger();

    /** @param stores the store of each life; may be the same each time, as each has a wallet id of its own */
    CrashEverywhere(String name, Supplier<WalletStore> stores) {
        this.name = name;
        this.stores = stores;
    }

    /** What goes wrong at the mint with the first request that moves value. */
    enum MintFault {
        NONE(null),
        ANSWER_LOST(Fault.dropAfter()),
        NOT_REACHED(Fault.statusBefore(503)),
        REFUSED(Fault.error(99_999, "not today"));

        @SuppressWarnings("ImmutableEnumChecker")
        private final @Nullable Fault fault;

        MintFault(@Nullable Fault fault) {
            this.fault = fault;
        }

        void plan(TestMint mint) {
            if (fault != null) {
                mint.faults().on("/v1/swap").next(fault);
                mint.faults().on("/v1/mint/bolt11").next(fault);
            }
        }
    }

    /**
     * Fails with the first death that lost something, naming it; others are suppressed in it.
     *
     * @param again at how many points of its revival a process that died dies again; other points after other deaths
     * @param every 1 for a death at each point, else at one in so many, which are of all sorts
     */
    void run(Function<TestMint, CrashScenario> scenarios, MintFault fault, int again, int every) {
        List<Step> steps = live(scenarios, fault, null, null).steps();
        List<Point> deaths = points(steps);
        List<Runnable> runs = new ArrayList<>();
        for (int i = every / 2; i < deaths.size(); i += every) {
            int seed = i;
            runs.add(() -> dieAt(scenarios, fault, deaths.get(seed), again, seed));
        }
        together(runs);
    }

    private void dieAt(Function<TestMint, CrashScenario> scenarios, MintFault fault, Point first, int again, int seed) {
        CrashLife life = live(scenarios, fault, first, null);
        once.addAndGet(life.deaths());
        List<Point> deaths = points(life.revival());
        int times = Math.min(again, deaths.size());
        for (int i = 0; i < times; i++) {
            Point second = deaths.get((seed * 7 + i * deaths.size() / times) % deaths.size());
            twice.addAndGet(live(scenarios, fault, first, second).deaths() / 2);
        }
    }

    private CrashLife live(
            Function<TestMint, CrashScenario> scenarios,
            MintFault fault,
            @Nullable Point first,
            @Nullable Point second) {
        lives.incrementAndGet();
        try (CrashLife life = new CrashLife(stores.get(), scenarios, fault)) {
            life.run(first, second);
            return life;
        } catch (RuntimeException | Error e) {
            String where = first + (second == null ? "" : ", then " + second);
            throw new AssertionError("with " + fault + ", dies " + where + ": " + e.getMessage(), e);
        }
    }

    /** Every moment at which a process that takes these steps may die, told apart by what is left behind. */
    private static List<Point> points(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> moments(step.name()).stream().map(step::at))
                .toList();
    }

    private static List<Moment> moments(String step) {
        if (step.startsWith("/")) {
            return List.of(Moment.values());
        }
        // A store that has answered has no more to say: the next step's beginning is the next moment.
        return FaultyStore.TAKES_OVER.contains(step) ? List.of(Moment.DONE) : List.of(Moment.BEFORE, Moment.DONE);
    }

    private void together(List<Runnable> runs) {
        List<Future<?>> running = new ArrayList<>();
        runs.forEach(run -> running.add(executor.submit(run)));
        AssertionError failure = null;
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                if (failure == null) {
                    failure = new AssertionError(e.getCause().getMessage(), e.getCause());
                } else {
                    failure.addSuppressed(e.getCause());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Tells how often it crashed. */
    @Override
    public void close() {
        executor.shutdownNow();
        System.out.printf(
                "crash matrix on %s: %d steps crashed, %d of them again in recovery, in %d lives%n",
                name, once.get() + twice.get(), twice.get(), lives.get());
    }

    /** Steps crashed so far. */
    int crashed() {
        return once.get() + twice.get();
    }
}
