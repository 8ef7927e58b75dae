package io.nutflux.cli;

import io.nutflux.model.UnfinishedOperation;
import java.time.Duration;
import java.time.Instant;

/** How an unfinished operation is shown. */
final class Unfinished {

    private Unfinished() {}

    static JsonLine json(UnfinishedOperation operation, String state) {
        return JsonLine.of("operation", operation.operation())
                .with("kind", operation.kind())
                .with("state", state)
                .with("age", age(operation))
                .with("amount", operation.amount())
                .with("unit", operation.unit())
                .with("mint", operation.mint());
    }

    /** Seconds since it began. */
    static long age(UnfinishedOperation operation) {
        return Math.max(0, Duration.between(operation.since(), Instant.now()).toSeconds());
    }
}
