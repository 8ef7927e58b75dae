package io.nutflux.store.sql;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * One transaction's body on its way through the store's thread. Until it is started it may be cancelled or refused; from
 * then on it runs to its end. The result is kept until the commit and only then delivered.
 */
final class Command<T> {

    private enum Stage {
        WAITING,
        STARTED,
        ENDED
    }

    private final Function<Tx, Mono<T>> body;
    private final MonoSink<T> sink;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private volatile boolean unwanted;
    private @Nullable T value;
    private @Nullable Throwable error;

    Command(Function<Tx, Mono<T>> body, MonoSink<T> sink) {
        this.body = body;
        this.sink = sink;
        sink.onCancel(() -> {
            unwanted = true;
            stage.compareAndSet(Stage.WAITING, Stage.ENDED);
        });
    }

    /** Whether the command is to be run; only the first call may be told so. */
    boolean start() {
        return stage.compareAndSet(Stage.WAITING, Stage.STARTED);
    }

    /** Ends the command unless it was started or cancelled. */
    void refuse(Throwable why) {
        if (stage.compareAndSet(Stage.WAITING, Stage.ENDED)) {
            sink.error(why);
        }
    }

    /** Runs the body, again if it was run before, and keeps what comes of it. */
    void run(Tx tx) {
        value = null;
        error = null;
        CompletableFuture<T> future = Mono.defer(() -> body.apply(tx)).toFuture();
        if (!future.isDone()) {
            future.cancel(false);
            fail(new IllegalStateException("a transaction's body waited for something other than its statements"));
            return;
        }
        try {
            value = future.join();
        } catch (CompletionException e) {
            fail(e.getCause() == null ? e : e.getCause());
        }
    }

    void fail(Throwable why) {
        value = null;
        error = why;
    }

    boolean failed() {
        return error != null;
    }

    /** Tells the subscriber. */
    void deliver() {
        if (unwanted) {
            return;
        }
        if (error == null) {
            sink.success(value);
        } else {
            sink.error(error);
        }
    }
}
