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
    private final Mono<Void> closed;

    /** @param closed fails once the wallet is closed */
    DefaultInbox(Operations operations, Scheduler compute, Mono<Void> closed) {
        this.operations = operations;
        this.compute = compute;
        this.closed = closed;
    }

    @Override
    public Mono<InboxAnswer> accept(RedeemRequest request) {
        return untilClosed(operations.accept(request));
    }

    @Override
    public Flux<InboxAnswer> accept(Publisher<RedeemRequest> requests) {
        return untilClosed(operations.accept(requests));
    }

    @Override
    public Mono<RedeemResult> outcome(String key) {
        return untilClosed(operations.outcome(key).publishOn(compute));
    }

    @Override
    public Mono<InboxEntry> entry(String key) {
        return untilClosed(operations.inboxEntry(key).publishOn(compute));
    }

    @Override
    public Flux<InboxEntry> waiting(int limit) {
        return untilClosed(operations.waitingInbox(limit).publishOn(compute));
    }

    @Override
    public Mono<InboxCounts> counts() {
        return untilClosed(operations.inboxCounts().publishOn(compute));
    }

    private <T> Mono<T> untilClosed(Mono<T> operation) {
        return Mono.firstWithSignal(closed.then(Mono.empty()), operation);
    }

    private <T> Flux<T> untilClosed(Flux<T> operation) {
        return operation.takeUntilOther(closed);
    }
}
