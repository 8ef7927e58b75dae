package io.nutflux.testmint;

import java.time.Duration;

/** How an answer reaches the wallet. */
sealed interface Delivery {

    /** As it should. */
    record Whole() implements Delivery {}

    /** Not at all: the connection is closed. */
    record Dropped() implements Delivery {}

    /** Half of it, under the whole's content-length; then the connection is closed. */
    record Truncated() implements Delivery {}

    /** In chunks, after {@code bytes} bytes of white space. */
    record Padded(long bytes) implements Delivery {}

    /** A few bytes at a time, with {@code pause} before each. */
    record Dripped(int chunk, Duration pause) implements Delivery {}
}
