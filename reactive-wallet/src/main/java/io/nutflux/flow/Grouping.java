package io.nutflux.flow;

import io.nutflux.error.WalletException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Puts together what comes at the same time, without waiting for more: one command at a time is under way, and what comes
 * meanwhile goes with the next. Alone, an item goes at once; under load, a commit serves many.
 *
 * @param <I> an item
 * @param <O> its answer
 */
final class Grouping<I, O> {

    private final int most;
    private final int capacity;
    private final Function<List<I>, Mono<List<O>>> command;
    private final Supplier<WalletException> full;
    private final ArrayDeque<Item<I, O>> queue = new ArrayDeque<>();
    private final AtomicInteger wakeups = new AtomicInteger();
    private boolean running;

    private record Item<I, O>(I value, Sinks.One<O> answer) {

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * A queue of its own.
     *
     * @param most items of one command
     * @param capacity items that may wait
     * @param full what more are refused with
     * @param command gives one answer for each item, in order, away from the store's thread
     */
    Grouping(int most, int capacity, Supplier<WalletException> full, Function<List<I>, Mono<List<O>>> command) {
        this.most = most;
        this.capacity = capacity;
        this.full = full;
        this.command = command;
    }

    /** The item's answer. Cancelling withdraws the item unless its command is under way. */
    Mono<O> submit(I value) {
        return Mono.defer(() -> {
            Item<I, O> item = new Item<>(value, Sinks.one());
            if (!offer(item)) {
                return Mono.error(full);
            }
            drain();
            return item.answer().asMono().doOnCancel(() -> withdraw(item));
        });
    }

    private synchronized boolean offer(Item<I, O> item) {
        return queue.size() < capacity && queue.add(item);
    }

    private synchronized void withdraw(Item<I, O> item) {
        queue.remove(item);
    }

    /** One thread at a time; a command that ends at once is followed by the next in this loop, not within itself. */
    private void drain() {
        if (wakeups.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            List<Item<I, O>> items = next();
            if (!items.isEmpty()) {
                run(items);
            }
            seen = wakeups.addAndGet(-seen);
        } while (seen != 0);
    }

    private synchronized List<Item<I, O>> next() {
        List<Item<I, O>> items = new ArrayList<>();
        while (!running && !queue.isEmpty() && items.size() < most) {
            items.add(queue.remove());
        }
        running |= !items.isEmpty();
        return items;
    }

    private synchronized void ended() {
        running = false;
    }

    private void run(List<Item<I, O>> items) {
        Mono.defer(() -> command.apply(items.stream().map(Item::value).toList()))
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("a command gave no answers")))
                .doOnTerminate(() -> {
                    ended();
                    drain();
                })
                .subscribe(
                        answers -> {
                            for (int i = 0; i < items.size(); i++) {
                                items.get(i).answer().tryEmitValue(answers.get(i));
                            }
                        },
                        error -> items.forEach(item -> item.answer().tryEmitError(error)));
    }
}
