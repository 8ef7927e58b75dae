package io.nutflux.store.sql;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Event loops that tell which sockets a piece of work opened. PostgreSQL's driver does not close its socket when nobody waits
 * any more for the server to greet it, nor does anything else know of that socket.
 */
final class TrackedLoops implements LoopResources {

    /** Of the work that this thread is at. */
    private static final ThreadLocal<List<Channel>> OPENED = new ThreadLocal<>();

    private final LoopResources loops;

    TrackedLoops(LoopResources loops) {
        this.loops = loops;
    }

    /** What {@code work} gave, and the sockets that it opened on its way, not all of them connected yet. */
    record Tracked<T>(T value, List<Channel> sockets) {

        /** Waits for nothing: what goes wrong with a socket that is given up is nobody's concern. */
        @SuppressWarnings("FutureReturnValueIgnored")
        void closeSockets() {
            sockets.forEach(Channel::close);
        }
    }

    <T> Tracked<T> track(Callable<T> work) throws Exception {
        List<Channel> sockets = new ArrayList<>();
        OPENED.set(sockets);
        try {
            return new Tracked<>(work.call(), sockets);
        } finally {
            OPENED.remove();
        }
    }

    @Override
    public <C extends Channel> C onChannel(Class<C> type, EventLoopGroup group) {
        C channel = loops.onChannel(type, group);
        List<Channel> sockets = OPENED.get();
        if (sockets != null) {
            sockets.add(channel);
        }
        return channel;
    }

    @Override
    public <C extends Channel> Class<? extends C> onChannelClass(Class<C> type, EventLoopGroup group) {
        return loops.onChannelClass(type, group);
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return loops.onClient(useNative);
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return loops.onServer(useNative);
    }

    @Override
    public EventLoopGroup onServerSelect(boolean useNative) {
        return loops.onServerSelect(useNative);
    }

    @Override
    public boolean daemon() {
        return loops.daemon();
    }

    @Override
    public void dispose() {
        loops.dispose();
    }

    @Override
    public boolean isDisposed() {
        return loops.isDisposed();
    }

    @Override
    public Mono<Void> disposeLater() {
        return loops.disposeLater();
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return loops.disposeLater(quietPeriod, timeout);
    }
}
