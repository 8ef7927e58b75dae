package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.mint.Replay;
import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.Proof;
import io.nutflux.model.RequestBody;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.Operation;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.StoredProof;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The steps of swapping own proofs into a part to hand out and change (NUT-03). */
final class SendSteps implements OperationSteps {

    private final FlowContext context;

    SendSteps(FlowContext context) {
        this.context = context;
    }

    @Override
    public RequestBody body(StoredOperation operation, BlindedOutputs outputs) {
        List<Proof> inputs =
                operation.ownInputs().stream().map(StoredProof::proof).toList();
        return context.bodies().swapRequest(inputs, outputs.messages());
    }

    @Override
    public Mono<List<BlindSignature>> post(StoredOperation operation, RequestBody body, Replay replay) {
        context.tally().swap();
        return context.mints().swap(operation.operation().mint(), body, replay);
    }

    @Override
    public String path() {
        return RedeemSteps.SWAP_PATH;
    }

    /**
     * While somebody waits for the token its part is stored as handed out. In recovery nobody has it, so all of it is the
     * wallet's.
     */
    @Override
    public Mono<Settlement> settlement(
            StoredOperation operation, BlindedOutputs outputs, List<Proof> proofs, RunMode mode) {
        Operation op = operation.operation();
        List<StoredProof> stored = new ArrayList<>();
        Amount handedOut = Amount.ZERO;
        for (int i = 0; i < proofs.size(); i++) {
            boolean out = mode.fresh() && op.outputs().handedOut().get(i);
            Proof proof = proofs.get(i);
            handedOut = out ? handedOut.plus(proof.amount()) : handedOut;
            stored.add(new StoredProof(
                    outputs.Ys().get(i),
                    op.mint(),
                    op.unit(),
                    proof,
                    out ? StoredProof.State.SENT : StoredProof.State.UNSPENT));
        }
        LedgerEntry.Kind kind = mode.fresh() ? LedgerEntry.Kind.SENT : LedgerEntry.Kind.SWAPPED;
        return Mono.just(new Settlement(
                stored,
                List.of(),
                null,
                new LedgerEntry(
                        context.now(), kind, op.mint(), op.unit(), handedOut, op.fee(), op.id(), context.owner())));
    }

    @Override
    public Mono<Standing> standing(StoredOperation operation) {
        return context.mints()
                .checkState(
                        operation.operation().mint(),
                        operation.ownInputs().stream().map(StoredProof::Y).toList())
                .map(Standing::of);
    }

    @Override
    public Mono<Resolution> undone(Hold hold, Standing standing, @Nullable MintRejectedException why, RunMode mode) {
        return OperationSteps.releaseRefused(context, hold, why);
    }

    @Override
    public Mono<Resolution> neverSent(Hold hold, MintException why) {
        return OperationSteps.releaseAll(context, hold, why);
    }
}
