package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.Release;
import java.util.List;
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

    /** Errors: of the store, and {@link io.nutflux.error.MintException} if the mint cannot tell what it signed. */
    Mono<Operation> prepare(OperationDraft draft) {
        return afterCatchingUp(context.store().prepare(context.wallet(), draft), List.of(draft));
    }

    /** Errors as of {@link #prepare}. */
    Mono<List<Operation>> release(Hold hold, Release release) {
        return afterCatchingUp(hold.release(release), release.successors());
    }

    private <T> Mono<T> afterCatchingUp(Mono<T> command, List<OperationDraft> drafts) {
        return command.onErrorResume(
                Counters::areBehind,
                e -> Flux.fromIterable(drafts)
                        .concatMap(draft ->
                                catchUp.keyset(draft.mint(), draft.outputs().keyset()))
                        .then(command));
    }

    private static boolean areBehind(Throwable e) {
        return e instanceof StoreException refused && refused.kind() == StoreException.Kind.COUNTERS_BEHIND;
    }
}
