package io.nutflux.sim;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** The threads of one process, on the {@link EventLoop}: they can be paused, as by a collector, and killed. */
final class SimScheduler implements Scheduler {

    private final EventLoop loop;
    private boolean killed;
    private long pausedUntil;

    SimScheduler(EventLoop loop) {
        this.loop = loop;
    }

    /** Nothing runs from now on, nor is anything taken. */
    void kill() {
        killed = true;
    }

    boolean isKilled() {
        return killed;
    }

    /** Nothing runs before {@code nanos} of the loop's time. */
    void pauseUntil(long nanos) {
        pausedUntil = nanos;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return enqueue(task, loop.soonest(0));
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return enqueue(task, loop.soonest(unit.toNanos(delay)));
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
        Disposable.Swap current = Disposables.swap();
        current.update(schedule(() -> again(task, period, unit, current), delay, unit));
        return current;
    }

    private void again(Runnable task, long period, TimeUnit unit, Disposable.Swap current) {
        task.run();
        if (!current.isDisposed()) {
            current.update(schedule(() -> again(task, period, unit, current), period, unit));
        }
    }

    private Disposable enqueue(Runnable task, long due) {
        if (killed) {
            return Disposables.disposed();
        }
        Disposable.Swap current = Disposables.swap();
        current.update(loop.at(due, () -> runOrWait(task, current)));
        return current;
    }

    private void runOrWait(Runnable task, Disposable.Swap current) {
        if (killed) {
            return;
        }
        if (loop.nanos() < pausedUntil) {
            current.update(loop.at(pausedUntil, () -> runOrWait(task, current)));
        } else {
            task.run();
        }
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(loop.nanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Worker createWorker() {
        return new SimWorker();
    }

    /** Tasks of one worker keep their order. */
    private final class SimWorker implements Worker {

        private final Disposable.Composite tasks = Disposables.composite();
        private long last;

        @Override
        public Disposable schedule(Runnable task) {
            last = Math.max(last, loop.soonest(0));
            return add(task, last);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return delay <= 0 ? schedule(task) : add(task, loop.soonest(unit.toNanos(delay)));
        }

        private Disposable add(Runnable task, long due) {
            if (tasks.isDisposed()) {
                return Disposables.disposed();
            }
            Disposable.Swap own = Disposables.swap();
            own.update(enqueue(
                    () -> {
                        tasks.remove(own);
                        task.run();
                    },
                    due));
            tasks.add(own);
            return own;
        }

        @Override
        public void dispose() {
            tasks.dispose();
        }

        @Override
        public boolean isDisposed() {
            return tasks.isDisposed();
        }
    }
}
