package io.nutflux.flow;

import io.nutflux.event.WalletEvent;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.Operation;
import io.nutflux.store.StoredOperation;
import java.util.List;
import reactor.core.publisher.Flux;

/** Runs a redeem operation and all that come of it, until each of its tokens has a result. */
final class RedeemRun {

    private static final int CONCURRENT_SUCCESSORS = 2;

    private final FlowContext context;
    private final OperationRunner runner;

    RedeemRun(FlowContext context, OperationRunner runner) {
        this.context = context;
        this.runner = runner;
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
                    Flux.fromIterable(released.waiting()).flatMapIterable(RedeemRun::pending),
                    Flux.fromIterable(released.successors())
                            .flatMap(next -> run(next, mode.deeper()), CONCURRENT_SUCCESSORS));
        }
        return Flux.fromIterable(pending(operation));
    }

    private void tell(RedeemResult result) {
        context.events().publish(new WalletEvent.TokenDecided(result));
    }

    private static List<RedeemResult> pending(StoredOperation stored) {
        Operation operation = stored.operation();
        return stored.tokens().stream()
                .<RedeemResult>map(token -> new RedeemResult.Pending(
                        token.key(), operation.mint(), operation.unit(), token.value(), operation.id()))
                .toList();
    }
}
