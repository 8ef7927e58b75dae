package io.nutflux.testmint;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * What a mint runs on: one event loop for its connections, and two ordinary threads for curve work, so that the loop
 * never waits for it.
 */
final class MintThreads {

    private static final int WORKERS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LoopResources loop = LoopResources.create("testmint-io", 1, true);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ScheduledThreadPoolExecutor workers =
            new ScheduledThreadPoolExecutor(WORKERS, new DefaultThreadFactory("testmint-worker", true));
    private final Scheduler scheduler = Schedulers.fromExecutorService(workers, "testmint-worker");

    MintThreads() {
        workers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        workers.setRemoveOnCancelPolicy(true);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    DisposableServer serve(HttpServer server, Router router) {
        return server.runOn(loop)
                .doOnConnection(connection -> connections.add(connection.channel()))
                .handle(router::handle)
                .bindNow(PATIENCE);
    }

    /** Stops listening, closes the connections, then ends the workers, and the loop last: workers still write to it. */
    void stop(DisposableServer server) {
        server.disposeNow(PATIENCE);
        connections.close().awaitUninterruptibly(PATIENCE.toMillis());
        workers.shutdown();
        try {
            if (!workers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
    }
}
