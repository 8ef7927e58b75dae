package io.nutflux.flow;

import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.event.WalletEvent;
import io.nutflux.mint.MintKeysets;
import io.nutflux.mint.Replay;
import io.nutflux.model.Amount;
import io.nutflux.model.BlindSignature;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Obstacle;
import io.nutflux.model.Proof;
import io.nutflux.model.ProofState;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.model.RequestBody;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.Release;
import io.nutflux.store.Settlement;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.StoredProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The steps of swapping incoming tokens for proofs of our own (NUT-03). */
final class RedeemSteps implements OperationSteps {

    static final String SWAP_PATH = "/v1/swap";

    /** Rotations and fee changes that one run follows before it takes the mint's word for a refusal. */
    private static final int MAX_DEPTH = 24;

    private final FlowContext context;
    private final SwapPlanner planner;
    private final InputLimits limits;
    private final Counters counters;

    RedeemSteps(FlowContext context, SwapPlanner planner, InputLimits limits, Counters counters) {
        this.context = context;
        this.planner = planner;
        this.limits = limits;
        this.counters = counters;
    }

    @Override
    public RequestBody body(StoredOperation operation, BlindedOutputs outputs) {
        List<Proof> inputs = operation.tokens().stream()
                .flatMap(token -> token.proofs().stream())
                .toList();
        return context.bodies().swapRequest(inputs, outputs.messages());
    }

    @Override
    public Mono<List<BlindSignature>> post(StoredOperation operation, RequestBody body, Replay replay) {
        context.tally().swap();
        return context.mints().swap(operation.operation().mint(), body, replay);
    }

    @Override
    public String path() {
        return SWAP_PATH;
    }

    @Override
    public Mono<Settlement> settlement(
            StoredOperation operation, BlindedOutputs outputs, List<Proof> proofs, RunMode mode) {
        Operation op = operation.operation();
        return context.directory().keysets(op.mint()).map(keysets -> {
            List<Amount> shares = Fees.shares(operation.tokens(), keysets, op.fee());
            List<RedeemResult> outcomes = new ArrayList<>();
            for (int i = 0; i < operation.tokens().size(); i++) {
                ClaimedToken token = operation.tokens().get(i);
                Amount share = shares.get(i);
                outcomes.add(new RedeemResult.Redeemed(
                        token.key(), op.mint(), op.unit(), token.value().minus(share), share, op.id(), false));
            }
            return new Settlement(
                    kept(op, outputs, proofs),
                    outcomes,
                    null,
                    new LedgerEntry(
                            context.now(),
                            LedgerEntry.Kind.REDEEMED,
                            op.mint(),
                            op.unit(),
                            op.gross(),
                            op.fee(),
                            op.id(),
                            context.owner()));
        });
    }

    static List<StoredProof> kept(Operation op, BlindedOutputs outputs, List<Proof> proofs) {
        List<StoredProof> stored = new ArrayList<>(proofs.size());
        for (int i = 0; i < proofs.size(); i++) {
            stored.add(new StoredProof(
                    outputs.Ys().get(i), op.mint(), op.unit(), proofs.get(i), StoredProof.State.UNSPENT));
        }
        return stored;
    }

    @Override
    public Mono<Standing> standing(StoredOperation operation) {
        List<CurvePoint> Ys = operation.tokens().stream()
                .flatMap(token -> token.Ys().stream())
                .toList();
        return context.mints().checkState(operation.operation().mint(), Ys).map(Standing::of);
    }

    @Override
    public Mono<Resolution> undone(Hold hold, Standing standing, @Nullable MintRejectedException why, RunMode mode) {
        StoredOperation operation = hold.stored();
        List<RedeemResult> outcomes = new ArrayList<>();
        List<ClaimedToken> free = new ArrayList<>();
        List<ClaimedToken> busy = new ArrayList<>();
        Operation op = operation.operation();
        for (ClaimedToken token : operation.tokens()) {
            if (standing.any(token.Ys(), state -> state == ProofState.State.SPENT)) {
                outcomes.add(new RedeemResult.AlreadySpent(token.key(), op.mint(), op.unit(), token.value()));
            } else if (standing.any(token.Ys(), state -> state != ProofState.State.UNSPENT)) {
                busy.add(token);
            } else {
                free.add(token);
            }
        }
        if (why != null && why.hasCode(MintRejectedException.TOO_MANY_INPUTS)) {
            limits.refused(op.mint(), inputsOf(operation));
        }
        if (busy.size() == operation.tokens().size()) {
            // The same bytes will do later; a new request each time would burn counters (13.8).
            return Mono.just(Resolution.Unknown.because(
                    op, Obstacle.Reason.IN_USE_AT_MINT, "its proofs are in use in another transaction"));
        }
        boolean culpritsFound = free.size() < operation.tokens().size();
        return Replanning.keysetsAfter(context, op.mint(), why)
                .flatMap(keysets -> counters.forOutputs(op.mint(), op.unit(), keysets))
                .publishOn(context.compute())
                .flatMap(keysets -> {
                    Parts parts = new Parts(hold, standing, keysets, mode);
                    parts.outcomes.addAll(outcomes);
                    if (culpritsFound || why == null || parts.plansDiffer(free)) {
                        parts.again(free, context.leaseEnd());
                    } else if (why.hasCode(MintRejectedException.OUTPUTS_ALREADY_SIGNED)
                            || why.hasCode(MintRejectedException.OUTPUTS_PENDING)) {
                        parts.withOtherCounters(free);
                    } else if (free.size() > 1) {
                        context.tally().split();
                        SwapPlanner.halves(free).forEach(half -> parts.again(half, context.leaseEnd()));
                    } else {
                        parts.rejected(free.get(0), why);
                    }
                    parts.later(busy);
                    return parts.release(why);
                });
    }

    private static int inputsOf(StoredOperation operation) {
        return operation.tokens().stream()
                .mapToInt(token -> token.proofs().size())
                .sum();
    }

    @Override
    public Mono<Resolution> neverSent(Hold hold, MintException why) {
        Operation op = hold.operation();
        List<RedeemResult> results = hold.stored().tokens().stream()
                .map(token -> Results.mintFailed(token.key(), why))
                .toList();
        return hold.release(Release.all()).thenReturn(new Resolution.Released(op, results, List.of(), List.of(), why));
    }

    /** What becomes of the tokens of a released operation, gathered before it is written in one command. */
    private final class Parts {

        private final Hold hold;
        private final StoredOperation operation;
        private final Standing standing;
        private final MintKeysets keysets;
        private final RunMode mode;
        private final List<RedeemResult> outcomes = new ArrayList<>();
        private final List<RedeemResult> unstored = new ArrayList<>();
        private final List<OperationDraft> drafts = new ArrayList<>();
        private final List<OperationDraft> waiting = new ArrayList<>();
        private Resolution.@Nullable Unknown obstacle;

        Parts(Hold hold, Standing standing, MintKeysets keysets, RunMode mode) {
            this.hold = hold;
            this.operation = hold.stored();
            this.standing = standing;
            this.keysets = keysets;
            this.mode = mode;
        }

        /** Whether a fresh plan would use another keyset or fee, or none is left: then that, not a token, was the fault. */
        boolean plansDiffer(List<ClaimedToken> tokens) {
            Operation op = operation.operation();
            return mode.depth() < MAX_DEPTH
                    && !(planner.plan(op.mint(), op.unit(), tokens, keysets, context.now())
                                    instanceof SwapPlanner.Plan.Ready ready
                            && ready.draft()
                                    .outputs()
                                    .keyset()
                                    .equals(op.outputs().keyset())
                            && ready.draft().fee().equals(op.fee()));
        }

        void again(List<ClaimedToken> tokens, Instant leaseUntil) {
            add(tokens, leaseUntil, drafts);
        }

        /** Another wallet of the seed used the counters: no token is at fault, and the next counters are at hand. */
        void withOtherCounters(List<ClaimedToken> tokens) {
            if (mode.depth() < MAX_DEPTH) {
                again(tokens, context.leaseEnd());
            } else {
                later(tokens);
            }
        }

        /** These keep their claim and are looked at again when recovery next comes by. */
        void later(List<ClaimedToken> tokens) {
            add(tokens, context.now().plus(context.recovery().maxBackoff()), waiting);
        }

        private void add(List<ClaimedToken> tokens, Instant leaseUntil, List<OperationDraft> to) {
            if (tokens.isEmpty()) {
                return;
            }
            Operation op = operation.operation();
            SwapPlanner.Plan plan = planner.plan(op.mint(), op.unit(), tokens, keysets, leaseUntil);
            if (plan instanceof SwapPlanner.Plan.Ready ready) {
                to.add(ready.draft());
            } else if (tokens.size() > 1) {
                SwapPlanner.halves(tokens).forEach(half -> add(half, leaseUntil, to));
            } else if (plan instanceof SwapPlanner.Plan.Impossible impossible) {
                impossible(tokens.get(0), impossible);
            }
        }

        /** What cannot be swapped now is no fault of the token; who was promised an outcome waits until it can. */
        private void impossible(ClaimedToken token, SwapPlanner.Plan.Impossible why) {
            if (mode.fresh()) {
                unstored.add(Results.impossible(token.key(), why));
            } else if (why.reason() == RefusalReason.DUST || why.reason() == RefusalReason.VALUE_TOO_HIGH) {
                outcomes.add(new RedeemResult.Invalid(token.key(), InvalidReason.REJECTED_BY_MINT, why.detail()));
            } else {
                obstacle = unknown(Obstacle.Reason.NO_ACTIVE_KEYSET, why.detail());
            }
        }

        /**
         * The mint refuses this token alone. Only where it says that the proofs are false is that held against the token; any
         * other refusal may pass. Who was promised an outcome gets one in the end all the same.
         */
        void rejected(ClaimedToken token, MintRejectedException why) {
            if (why.hasCode(MintRejectedException.KEYSET_INACTIVE)) {
                inactive(token, why);
                return;
            }
            Operation op = operation.operation();
            if (why.hasCode(MintRejectedException.PROOFS_SPENT)) {
                if (standing.verdict() == Standing.Verdict.UNTOUCHED) {
                    // E.4: what it calls unspent in the same breath is not written off.
                    obstacle = unknown(
                            Obstacle.Reason.MINT_CONTRADICTS_ITSELF,
                            "the mint calls the proofs unspent, and refuses them as spent");
                    return;
                }
                outcomes.add(new RedeemResult.AlreadySpent(token.key(), op.mint(), op.unit(), token.value()));
                return;
            }
            if (why.hasCode(MintRejectedException.PROOFS_PENDING)) {
                wasInUse(token, why);
                return;
            }
            if (why.hasCode(MintRejectedException.TOO_MANY_INPUTS) && mode.fresh()) {
                unstored.add(new RedeemResult.Refused(
                        token.key(), RefusalReason.TOO_MANY_PROOFS, "the mint takes fewer at once", false));
                return;
            }
            if (why.hasCode(MintRejectedException.PROOF_VERIFICATION_FAILED)) {
                outcomes.add(invalid(token, why));
            } else if (mode.fresh()) {
                unstored.add(new RedeemResult.Refused(
                        token.key(),
                        RefusalReason.MINT_UNSUPPORTED,
                        "the mint refuses it for what is no fault of the token: " + Results.words(why),
                        true));
            } else if (!Obstacles.hasLasted(op, Obstacle.Reason.REFUSED_WITHOUT_REASON, context.now())) {
                obstacle = unknown(
                        Obstacle.Reason.REFUSED_WITHOUT_REASON,
                        "the mint refuses it for what is no fault of the token: " + Results.words(why));
            } else {
                outcomes.add(invalid(token, why));
            }
        }

        private RedeemResult invalid(ClaimedToken token, MintRejectedException why) {
            return new RedeemResult.Invalid(token.key(), InvalidReason.REJECTED_BY_MINT, Results.words(why));
        }

        /** The transaction that had the proofs ended between the refusal and the look at them, without spending them. */
        private void wasInUse(ClaimedToken token, MintRejectedException why) {
            if (mode.fresh()) {
                unstored.add(
                        new RedeemResult.Refused(token.key(), RefusalReason.PENDING_ELSEWHERE, why.detail(), true));
            } else {
                obstacle = unknown(Obstacle.Reason.IN_USE_AT_MINT, "its proofs were in use in another transaction");
            }
        }

        /** Inputs may be of any keyset, so this is about our outputs: the mint has yet to list what it signs with now. */
        private void inactive(ClaimedToken token, MintRejectedException why) {
            if (mode.fresh()) {
                unstored.add(new RedeemResult.Refused(token.key(), RefusalReason.MINT_UNSUPPORTED, why.detail(), true));
            } else {
                later(List.of(token));
            }
        }

        private Resolution.Unknown unknown(Obstacle.Reason reason, String why) {
            return Resolution.Unknown.because(operation.operation(), reason, why);
        }

        Mono<Resolution> release(@Nullable MintRejectedException why) {
            Operation op = operation.operation();
            if (obstacle != null) {
                return Mono.just(obstacle);
            }
            List<OperationDraft> all = new ArrayList<>(drafts);
            all.addAll(waiting);
            List<RedeemResult> results = new ArrayList<>(outcomes);
            results.addAll(unstored);
            return counters.release(hold, new Release(outcomes, all))
                    .publishOn(context.compute())
                    .map(prepared -> {
                        context.events()
                                .publish(new WalletEvent.OperationReleased(
                                        op.id(), Kinds.of(op), op.mint(), prepared.size()));
                        List<StoredOperation> stored = new ArrayList<>();
                        for (int i = 0; i < prepared.size(); i++) {
                            stored.add(new StoredOperation(
                                    prepared.get(i), null, all.get(i).tokens(), List.of()));
                        }
                        return new Resolution.Released(
                                op,
                                results,
                                stored.subList(0, drafts.size()),
                                stored.subList(drafts.size(), stored.size()),
                                why);
                    });
        }
    }
}
