package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.model.OperationId;
import io.nutflux.store.Lease;
import io.nutflux.store.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds leases that a clock which was wrong has put so far into the future that no replica would look at their operations
 * for hours. Whether their owner still lives is not judged by any clock: it renews its lease, and with it the version, at a
 * third of its length; an operation whose version stands still for longer than a lease has nobody who works on it. Then it
 * is made due.
 */
final class StrayLeases {

    private static final Logger log = LoggerFactory.getLogger(StrayLeases.class);
    /** Beyond what any sensible options of another replica give. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final FlowContext context;
    private final OperationRunner runner;
    private Map<OperationId, Long> seen = new HashMap<>();

    StrayLeases(FlowContext context, OperationRunner runner) {
        this.context = context;
        this.runner = runner;
    }

    /** Looks at each length of a lease, measured by the scheduler, until cancelled. */
    Flux<Void> watch() {
        Duration lease = context.recovery().lease();
        Duration pause = lease.compareTo(context.recovery().interval()) > 0
                ? lease
                : context.recovery().interval();
        return Flux.interval(pause, context.compute())
                .onBackpressureDrop()
                .concatMap(
                        tick -> look().onErrorResume(StoreException.class, e -> {
                            log.warn("recovery could not read the store: {}", e.getMessage());
                            return Mono.empty();
                        }),
                        0);
    }

    /** Makes due what stood still since the last look. */
    Mono<Void> look() {
        return context.store()
                .unfinished(context.wallet())
                .publishOn(context.compute())
                .filter(operation -> operation.leaseUntil().isAfter(farthest()) && !runner.isActive(operation.id()))
                .collectList()
                .flatMap(far -> {
                    Map<OperationId, Long> before = seen;
                    Map<OperationId, Long> now = new HashMap<>();
                    far.forEach(operation -> now.put(operation.id(), operation.version()));
                    seen = now;
                    return Flux.fromIterable(far)
                            .filter(operation -> operation.version() == before.getOrDefault(operation.id(), -1L))
                            .concatMap(this::makeDue)
                            .then();
                });
    }

    private Instant farthest() {
        Duration lease = context.recovery().lease();
        Duration backoff = context.recovery().maxBackoff();
        return context.now()
                .plus(lease.compareTo(backoff) > 0 ? lease : backoff)
                .plus(MARGIN);
    }

    private Mono<Operation> makeDue(Operation operation) {
        log.warn(
                "operation {} was leased until {}, which no clock that is right does",
                operation.id(),
                operation.leaseUntil());
        return context.store()
                .assign(
                        context.wallet(),
                        operation.id(),
                        operation.version(),
                        new Lease(context.owner(), context.now(), operation.obstacle()))
                .onErrorResume(StoreException::isConflict, e -> Mono.empty());
    }
}
