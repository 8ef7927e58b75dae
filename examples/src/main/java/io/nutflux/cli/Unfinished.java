package io.nutflux.cli;

import io.nutflux.model.Obstacle;
import io.nutflux.model.UnfinishedOperation;
import java.time.Duration;
import java.time.Instant;

/** How an unfinished operation is shown. */
final class Unfinished {

    private Unfinished() {}

    /** What keeps it from its end, in a word; empty if nothing is known to. */
    static String reason(UnfinishedOperation operation) {
        Obstacle obstacle = operation.obstacle();
        return obstacle == null ? "" : obstacle.reason().name();
    }

    static JsonLine json(UnfinishedOperation operation, String state) {
        Obstacle obstacle = operation.obstacle();
        return JsonLine.of("operation", operation.operation())
                .with("kind", operation.kind())
                .with("state", state)
                .with("age", age(operation))
                .with("amount", operation.amount())
                .with("unit", operation.unit())
                .with("mint", operation.mint())
                .with("reason", obstacle == null ? null : obstacle.reason())
                .with("stuck", obstacle == null ? null : seconds(obstacle.since()));
    }

    /** Seconds since it began. */
    static long age(UnfinishedOperation operation) {
        return seconds(operation.since());
    }

    private static long seconds(Instant since) {
        return Math.max(0, Duration.between(since, Instant.now()).toSeconds());
    }
}
