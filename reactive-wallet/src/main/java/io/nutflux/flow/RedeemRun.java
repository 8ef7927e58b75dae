package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.Operation;
import io.nutflux.store.Redemption;
import io.nutflux.store.StoredOperation;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;

/** Runs a redeem operation and all that come of it, until each of its tokens has a result. */
final class RedeemRun {

    private final FlowContext context;
    private final OperationRunner runner;
    private final Awaited awaited;
    /**
     * For successors of all runs together: each may have successors of its own, so that a bound for each list of them would
     * be none at all.
     */
    private final MintSlots slots;

    RedeemRun(FlowContext context, OperationRunner runner, Awaited awaited) {
        this.context = context;
        this.runner = runner;
        this.awaited = awaited;
        this.slots = new MintSlots(context.redeem().concurrentSwaps(), context.compute());
    }

    /** One result for each token of {@code operation}, as they are decided. */
    Flux<RedeemResult> run(StoredOperation operation, RunMode mode) {
        return runner.run(operation, mode).flatMapMany(resolution -> follow(operation, resolution, mode));
    }

    /** What a resolution means for the tokens of {@code operation}. */
    Flux<RedeemResult> follow(StoredOperation operation, Resolution resolution, RunMode mode) {
        if (resolution instanceof Resolution.Settled settled) {
            return Flux.fromIterable(settled.results()).doOnNext(this::tell);
        }
        if (resolution instanceof Resolution.Released released) {
            return Flux.concat(
                    Flux.fromIterable(released.results()).doOnNext(this::tell),
                    Flux.fromIterable(released.waiting()).flatMapIterable(this::pending),
                    runner.run(released.successors(), mode.deeper(), slots)
                            .flatMap(ran -> follow(ran.operation(), ran.resolution(), mode.deeper())));
        }
        return ((Resolution.Unknown) resolution).takenOver()
                ? decidedByOthers(operation)
                : Flux.fromIterable(pending(operation));
    }

    private void tell(RedeemResult result) {
        if (awaited.isNews(result.key())) {
            context.events().publish(new WalletEvent.TokenDecided(result));
        }
    }

    /** Who took the operation over may have brought it to its end already. */
    private Flux<RedeemResult> decidedByOthers(StoredOperation stored) {
        return context.store()
                .findRedemptions(
                        context.wallet(),
                        stored.tokens().stream().map(ClaimedToken::key).toList(),
                        List.of(),
                        List.of())
                .collectMap(Redemption::key, Redemption::result)
                .onErrorReturn(StoreException.class, Map.of())
                .publishOn(context.compute())
                .flatMapIterable(known -> pending(stored).stream()
                        .map(pending -> known.getOrDefault(pending.key(), pending))
                        .toList());
    }

    private List<RedeemResult> pending(StoredOperation stored) {
        Operation operation = stored.operation();
        return stored.tokens().stream()
                .<RedeemResult>map(token -> new RedeemResult.Pending(
                        token.key(), operation.mint(), operation.unit(), token.value(), operation.id()))
                .peek(pending -> awaited.add(pending.key()))
                .toList();
    }
}
