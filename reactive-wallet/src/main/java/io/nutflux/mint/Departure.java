package io.nutflux.mint;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether one request leaves, decided once: by who is about to write it, or by who gives it up before. So "it never left"
 * stays true of a request whose timer ran out on one thread while its connection stood ready on another.
 */
final class Departure {

    private enum State {
        OPEN,
        LEFT,
        ABANDONED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    /**
     * To be called before the first byte is written.
     *
     * @throws CancellationException if the request was given up: it must not be written
     */
    void leave() {
        if (!state.compareAndSet(State.OPEN, State.LEFT) && state.get() == State.ABANDONED) {
            throw new CancellationException("the request was given up before it left");
        }
    }

    /** Gives the request up; returns whether it may have left before. */
    boolean abandon() {
        return !state.compareAndSet(State.OPEN, State.ABANDONED) && state.get() == State.LEFT;
    }
}
