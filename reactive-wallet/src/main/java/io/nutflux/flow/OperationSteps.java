package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.event.WalletEvent;
import io.nutflux.mint.Replay;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.Proof;
import io.nutflux.model.RequestBody;
import io.nutflux.store.Operation;
import io.nutflux.store.Release;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where the kinds of operation differ; {@link OperationRunner} has what they share. */
interface OperationSteps {

    /** The exact body to send; the same arguments give the same bytes. */
    RequestBody body(StoredOperation operation, BlindedOutputs outputs);

    /** Sends the body. */
    Mono<List<BlindSignature>> post(StoredOperation operation, RequestBody body, Replay replay);

    /** The endpoint that the body is for. */
    String path();

    /** What to store once the mint has signed. */
    Mono<Settlement> settlement(StoredOperation operation, BlindedOutputs outputs, List<Proof> proofs, RunMode mode);

    /** How the inputs stand at the mint now. */
    Mono<Standing> standing(StoredOperation operation);

    /**
     * Ends an operation that did not take place, by releasing it.
     *
     * @param why the mint's refusal; {@code null} if an input turned out to be taken
     */
    Mono<Resolution> undone(Hold hold, Standing standing, @Nullable MintRejectedException why, RunMode mode);

    /** Ends an operation whose request certainly never left. */
    Mono<Resolution> neverSent(Hold hold, MintException why);

    /** Releases all of an operation that has no tokens to take care of. */
    static Mono<Resolution> releaseAll(FlowContext context, Hold hold, @Nullable MintException why) {
        Operation op = hold.operation();
        return hold.release(Release.all()).publishOn(context.compute()).map(none -> {
            context.events().publish(new WalletEvent.OperationReleased(op.id(), Kinds.of(op), op.mint(), 0));
            return new Resolution.Released(op, List.of(), List.of(), List.of(), why);
        });
    }

    /** Releases all after a refusal; the next attempt shall know of a rotation or a new fee (X.13). */
    static Mono<Resolution> releaseRefused(FlowContext context, Hold hold, @Nullable MintRejectedException why) {
        return Replanning.keysetsAfter(context, hold.operation().mint(), why)
                .then()
                .onErrorResume(MintException.class, e -> Mono.empty())
                .then(releaseAll(context, hold, why));
    }
}
