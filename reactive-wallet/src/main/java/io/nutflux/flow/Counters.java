package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.mint.MintKeysets;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes counters, by preparing operations. Where the store refuses because they lag behind, after a backup was loaded, their
 * keysets are caught up first.
 */
final class Counters {

    private final FlowContext context;
    private final CatchUp catchUp;

    Counters(FlowContext context, CatchUp catchUp) {
        this.context = context;
        this.catchUp = catchUp;
    }

    /** The keysets to plan with: see {@link CatchUp#forOutputs}. */
    Mono<MintKeysets> forOutputs(MintUrl mint, CurrencyUnit unit, MintKeysets known) {
        return catchUp.forOutputs(mint, unit, known);
    }

    /** Errors: of the store, and {@link io.nutflux.error.MintException} if the mint cannot tell what it signed. */
    Mono<Operation> prepare(OperationDraft draft) {
        return taking(List.of(draft), drafts -> context.store().prepare(context.wallet(), drafts.get(0)));
    }

    /** Errors as of {@link #prepare}. */
    Mono<List<Operation>> release(Hold hold, Release release) {
        return taking(release.successors(), drafts -> hold.release(new Release(release.outcomes(), drafts)));
    }

    private <T> Mono<T> taking(List<OperationDraft> drafts, Function<List<OperationDraft>, Mono<T>> command) {
        return Mono.defer(() -> {
            Instant planned = context.now();
            return command.apply(drafts)
                    .onErrorResume(
                            Counters::areBehind,
                            e -> caughtUp(drafts).then(Mono.defer(() -> command.apply(since(planned, drafts)))));
        });
    }

    private Mono<Void> caughtUp(List<OperationDraft> drafts) {
        return Flux.fromIterable(drafts)
                .concatMap(draft -> catchUp.keyset(draft.mint(), draft.outputs().keyset()))
                .then();
    }

    /** A lease that began before a long look may be over before its operation is stored. */
    private List<OperationDraft> since(Instant planned, List<OperationDraft> drafts) {
        Duration waited = Duration.between(planned, context.now());
        return drafts.stream().map(draft -> draft.delayedBy(waited)).toList();
    }

    private static boolean areBehind(Throwable e) {
        return e instanceof StoreException refused && refused.kind() == StoreException.Kind.COUNTERS_BEHIND;
    }
}
