package io.nutflux.store.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A bounded queue with one consumer. Producers, which may be event loops, never wait, not even for a lock. */
final class CommandQueue {

    private final Queue<Command<?>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int capacity;
    private final Thread consumer;
    private volatile boolean closed;
    private volatile boolean abandoned;

    CommandQueue(int capacity, Thread consumer) {
        this.capacity = capacity;
        this.consumer = consumer;
    }

    /** Queues the command, or refuses it. */
    void offer(Command<?> command) {
        if (closed) {
            command.refuse(Errors.closed());
            return;
        }
        if (size.incrementAndGet() > capacity) {
            size.decrementAndGet();
            command.refuse(Errors.unavailable("more than " + capacity + " commands wait for the store", null));
            return;
        }
        queue.add(command);
        if (abandoned) {
            command.refuse(Errors.closed());
        }
        LockSupport.unpark(consumer);
    }

    /** Waits for commands to run and starts up to {@code max} of them; none once the queue is closed and empty. */
    List<Command<?>> take(int max) {
        List<Command<?>> taken = new ArrayList<>();
        while (true) {
            boolean last = closed;
            Command<?> next = queue.poll();
            if (next == null) {
                if (!taken.isEmpty() || last) {
                    return taken;
                }
                LockSupport.park(this);
                // Nobody has a reason to interrupt this thread; left set, the mark would keep it from parking.
                Thread.interrupted();
                continue;
            }
            size.decrementAndGet();
            if (next.start()) {
                taken.add(next);
                if (taken.size() == max) {
                    return taken;
                }
            }
        }
    }

    /** Accepts no more commands; those accepted are still taken. */
    void close() {
        closed = true;
        LockSupport.unpark(consumer);
    }

    /** The consumer's last call: refuses what is left. */
    void abandon(Throwable why) {
        closed = true;
        abandoned = true;
        Command<?> left = queue.poll();
        while (left != null) {
            left.refuse(why);
            left = queue.poll();
        }
    }
}
