package io.nutflux.flow;

import io.nutflux.error.CashuException;
import io.nutflux.error.StoreException;
import io.nutflux.model.Obstacle;
import io.nutflux.model.RecoveryReport;
import io.nutflux.model.RecoveryReport.Outcome;
import io.nutflux.store.Lease;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What recovery makes of an operation that fails in itself, and not for its mint's answer: a row that does not open, an
 * address that is not to be asked. It is left until later with the reason, and the others go on.
 */
final class Setbacks {

    private static final Logger log = LoggerFactory.getLogger(Setbacks.class);

    private final FlowContext context;
    private final Obstacles obstacles;

    Setbacks(FlowContext context, Obstacles obstacles) {
        this.context = context;
        this.obstacles = obstacles;
    }

    /**
     * Reports {@code operation}, of which the work failed with {@code failure}, as pending, or as what it has become since.
     * If the failure has a name, it is stored with the next try, unless another has moved the operation. Fails only if the
     * store is closed.
     */
    Mono<RecoveryReport> left(Operation operation, Throwable failure) {
        if (failure instanceof StoreException store && store.kind() == StoreException.Kind.CLOSED) {
            return Mono.error(failure);
        }
        String why = failure instanceof CashuException
                ? String.valueOf(failure.getMessage())
                : "it failed unexpectedly, with " + failure.getClass().getName() + "; the log has more";
        if (failure instanceof CashuException) {
            log.warn("recovery of {} failed for now: {}", operation.id(), why);
        } else {
            log.error("recovery of {} failed for now", operation.id(), failure);
        }
        Obstacle obstacle = obstacles.of(operation, Obstacles.reasonOf(failure));
        if (obstacle == null) {
            return asItIs(operation, why);
        }
        obstacles.tell(operation, obstacle, why);
        Lease lease = new Lease(context.owner(), obstacles.nextTry(operation), obstacle);
        return context.store()
                .assign(context.wallet(), operation.id(), operation.version(), lease)
                .map(left -> pending(left, why))
                .onErrorResume(StoreException.class, e -> asItIs(operation.under(lease), why));
    }

    private Mono<RecoveryReport> asItIs(Operation operation, String why) {
        return context.store()
                .load(context.wallet(), operation.id())
                .map(StoredOperation::operation)
                .map(now -> switch (now.state()) {
                    case SETTLED, RELEASED -> Recovery.endOf(now);
                    case PREPARED, SENT -> pending(now, why);
                })
                .onErrorResume(StoreException.class, e -> Mono.empty())
                .defaultIfEmpty(pending(operation, why));
    }

    private static RecoveryReport pending(Operation operation, String why) {
        return new RecoveryReport(Recovery.unfinished(operation), Outcome.PENDING, why);
    }
}
