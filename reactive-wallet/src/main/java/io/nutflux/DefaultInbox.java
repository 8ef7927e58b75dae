package io.nutflux;

import io.nutflux.flow.Operations;
import io.nutflux.model.InboxAnswer;
import io.nutflux.model.InboxCounts;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The inbox of an open wallet. */
final class DefaultInbox implements Inbox {

    private final Operations operations;
    private final Scheduler compute;
    private final UntilClosed untilClosed;

    DefaultInbox(Operations operations, Scheduler compute, UntilClosed untilClosed) {
        this.operations = operations;
        this.compute = compute;
        this.untilClosed = untilClosed;
    }

    @Override
    public Mono<InboxAnswer> accept(RedeemRequest request) {
        return untilClosed.inHand(operations.accept(request));
    }

    @Override
    public Flux<InboxAnswer> accept(Publisher<RedeemRequest> requests) {
        return untilClosed.stream(requests, operations::accept);
    }

    @Override
    public Mono<RedeemResult> outcome(String key) {
        return untilClosed.of(operations.outcome(key).publishOn(compute));
    }

    @Override
    public Mono<InboxEntry> entry(String key) {
        return untilClosed.of(operations.inboxEntry(key).publishOn(compute));
    }

    @Override
    public Flux<InboxEntry> waiting(int limit) {
        return untilClosed.of(operations.waitingInbox(limit).publishOn(compute));
    }

    @Override
    public Mono<InboxCounts> counts() {
        return untilClosed.of(operations.inboxCounts().publishOn(compute));
    }
}
