package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.mint.Replay;
import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.MintQuote;
import io.nutflux.model.Proof;
import io.nutflux.model.RequestBody;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.Operation;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredOperation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The steps of turning a paid quote into proofs (NUT-04). */
final class MintSteps implements OperationSteps {

    private static final String MINT_PATH = "/v1/mint/bolt11";

    private final FlowContext context;

    MintSteps(FlowContext context) {
        this.context = context;
    }

    @Override
    public RequestBody body(StoredOperation operation, BlindedOutputs outputs) {
        return context.bodies().mintRequest(quoteOf(operation), outputs.messages());
    }

    private static String quoteOf(StoredOperation operation) {
        return Objects.requireNonNull(operation.operation().quoteId());
    }

    @Override
    public Mono<List<BlindSignature>> post(StoredOperation operation, RequestBody body, Replay replay) {
        return context.mints().mint(operation.operation().mint(), body, replay);
    }

    @Override
    public String path() {
        return MINT_PATH;
    }

    @Override
    public Mono<Settlement> settlement(
            StoredOperation operation, BlindedOutputs outputs, List<Proof> proofs, RunMode mode) {
        Operation op = operation.operation();
        return Mono.just(new Settlement(
                RedeemSteps.kept(op, outputs, proofs),
                List.of(),
                MintQuote.State.ISSUED,
                new LedgerEntry(
                        context.now(),
                        LedgerEntry.Kind.MINTED,
                        op.mint(),
                        op.unit(),
                        op.gross(),
                        Amount.ZERO,
                        op.id(),
                        context.owner())));
    }

    @Override
    public Mono<Standing> standing(StoredOperation operation) {
        return context.mints()
                .mintQuote(operation.operation().mint(), quoteOf(operation))
                .map(quote -> Standing.of(
                        switch (quote.state()) {
                            case PAID, UNPAID -> Standing.Verdict.UNTOUCHED;
                            case ISSUED -> Standing.Verdict.TAKEN;
                            case UNKNOWN -> Standing.Verdict.BUSY;
                        }))
                .onErrorReturn(MintUnsupportedException.class, Standing.of(Standing.Verdict.FORGOTTEN))
                .onErrorResume(
                        MintRejectedException.class,
                        e -> isForgotten(e) ? Mono.just(Standing.of(Standing.Verdict.FORGOTTEN)) : Mono.error(e));
    }

    /** There is no code for an unknown quote; mints say it with a status, or with codes of their own. */
    private static boolean isForgotten(MintRejectedException refusal) {
        return refusal.status() == 404 || !refusal.isUnderstood();
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
