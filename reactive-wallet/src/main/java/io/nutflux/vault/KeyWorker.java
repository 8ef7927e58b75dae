package io.nutflux.vault;

import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The thread on which a provider does what takes long or reads files: one at a time, so that memory for key derivation is
 * needed once. It ends when it has nothing to do.
 */
final class KeyWorker {

    static final String THREAD = "nutflux-keys";

    private static final int MAX_WAITING = 10_000;
    private static final long IDLE_SECONDS = 5;

    private final ThreadPoolExecutor executor;
    private final Scheduler scheduler;

    KeyWorker() {
        this(THREAD);
    }

    KeyWorker(String name) {
        executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        scheduler = Schedulers.fromExecutorService(executor, name);
    }

    /** The thread, for work that comes in pieces. */
    Scheduler scheduler() {
        return scheduler;
    }

    /** Does {@code work} on the thread for each subscriber. */
    <T> Mono<T> call(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .onErrorMap(
                        RejectedExecutionException.class,
                        e -> executor.isShutdown()
                                ? VaultErrors.closed()
                                : VaultErrors.unavailable("more than " + MAX_WAITING + " calls wait for keys", null));
    }

    /** Takes no more work. What waits is still done, so that nobody waits for ever; it finds its keys wiped. */
    void close() {
        executor.shutdown();
    }
}
