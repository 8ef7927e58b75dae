package io.nutflux.flow;

import io.nutflux.crypto.Digests;
import io.nutflux.error.MintException;
import io.nutflux.error.WalletException;
import io.nutflux.error.WalletException.Reason;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.ProofState;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.StoredOperation;
import io.nutflux.store.StoredProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes back what was handed out and nobody redeemed (07.5): the proofs that the mint calls unspent are redeemed as a token
 * of one's own, with the same intent, lane and recovery. Whoever is first at the mint has them, and the other is told so.
 */
final class ReclaimFlow {

    /** Proofs of one swap, where everything at a mint is taken back. */
    private static final int AT_A_TIME = 100;

    private final FlowContext context;
    private final Lanes lanes;
    private final OutputMaker outputMaker;

    ReclaimFlow(FlowContext context, Lanes lanes) {
        this.context = context;
        this.lanes = lanes;
        this.outputMaker = new OutputMaker(context.curve(), context.secrets());
    }

    /** What is left of a token that this wallet handed out. */
    Mono<RedeemResult> token(String text) {
        return Mono.fromCallable(() -> context.curve()
                        .hashOwnToCurve(context.tokens()
                                .decode(text)
                                .proofs()
                                .map(proof -> proof.secret().utf8())
                                .toList()))
                .subscribeOn(context.compute())
                .flatMap(this::handedOut);
    }

    /** What is left of the token that the send {@code operation} made by a swap. */
    Mono<RedeemResult> operation(OperationId operation) {
        return context.store()
                .load(context.wallet(), operation)
                .map(StoredOperation::operation)
                .publishOn(context.compute())
                .map(op -> {
                    List<CurvePoint> all = outputMaker.make(op.outputs()).Ys();
                    List<CurvePoint> out = new ArrayList<>();
                    for (int i = 0; i < all.size(); i++) {
                        if (op.outputs().handedOut().get(i)) {
                            out.add(all.get(i));
                        }
                    }
                    return out;
                })
                .switchIfEmpty(Mono.error(ReclaimFlow::nothing))
                .flatMap(this::handedOut);
    }

    /** All that was handed out at {@code mint} and is left there. */
    Flux<RedeemResult> all(MintUrl mint) {
        return context.store()
                .proofs(context.wallet(), StoredProof.State.SENT)
                .filter(proof -> proof.mint().equals(mint))
                .collectList()
                .publishOn(context.compute())
                .flatMapIterable(proofs -> ProofBatches.of(proofs, StoredProof::info, AT_A_TIME))
                .concatMap(this::reclaim);
    }

    private Mono<RedeemResult> handedOut(List<CurvePoint> Ys) {
        return context.store()
                .proofs(context.wallet(), Ys)
                .filter(proof -> proof.state() == StoredProof.State.SENT)
                .collectList()
                .publishOn(context.compute())
                .flatMap(found -> found.isEmpty() ? Mono.error(nothing()) : reclaim(found));
    }

    private static WalletException nothing() {
        return new WalletException(
                Reason.NOTHING_TO_RECLAIM,
                "nothing of it is this wallet's, handed out and not yet seen redeemed; a token of proofs that were at hand"
                        + " has no operation to name: give its text");
    }

    private Mono<RedeemResult> reclaim(List<StoredProof> proofs) {
        MintUrl mint = proofs.get(0).mint();
        String key = keyOf(claim("", proofs));
        return context.mints()
                .checkState(mint, proofs.stream().map(StoredProof::Y).toList())
                .publishOn(context.compute())
                .map(Standing::of)
                .flatMap(standing -> markSpent(standing).then(Mono.defer(() -> reclaim(key, proofs, standing))))
                .onErrorResume(MintException.class, e -> Mono.just(Results.mintFailed(key, e)));
    }

    private Mono<RedeemResult> reclaim(String key, List<StoredProof> proofs, Standing standing) {
        List<StoredProof> left = proofs.stream()
                .filter(proof -> standing.any(List.of(proof.Y()), state -> state == ProofState.State.UNSPENT))
                .toList();
        if (left.isEmpty()) {
            StoredProof first = proofs.get(0);
            return Mono.just(
                    standing.states().containsValue(ProofState.State.PENDING)
                            ? new RedeemResult.Refused(
                                    key, RefusalReason.PENDING_ELSEWHERE, "it is being redeemed right now", true)
                            : new RedeemResult.AlreadySpent(
                                    key,
                                    first.mint(),
                                    first.unit(),
                                    claim(key, proofs).value()));
        }
        ClaimedToken claim = claim("", left);
        ClaimedToken own = claim(keyOf(claim), left);
        return lanes.submit(new AdmittedToken(left.get(0).mint(), left.get(0).unit(), own))
                .flatMap(result -> seenSpent(own, result).thenReturn(result));
    }

    private static String keyOf(ClaimedToken claim) {
        return RedeemRequest.RESERVED_PREFIX + claim.digest();
    }

    private static ClaimedToken claim(String key, List<StoredProof> proofs) {
        List<CurvePoint> Ys = proofs.stream().map(StoredProof::Y).toList();
        return new ClaimedToken(
                key,
                Digests.token(
                        proofs.get(0).mint(),
                        proofs.stream().map(StoredProof::proof).toList(),
                        Ys),
                proofs.stream().map(proof -> proof.proof().withDleq(null)).toList(),
                Ys);
    }

    /** Redeemed, by us or by who was first: no longer pending either way. Not known yet: a verification marks it later. */
    private Mono<Void> seenSpent(ClaimedToken own, RedeemResult result) {
        RedeemResult end = result instanceof RedeemResult.Duplicate duplicate ? duplicate.first() : result;
        if (end instanceof RedeemResult.Redeemed) {
            return context.store().markClaimed(context.wallet(), own.Ys());
        }
        return end instanceof RedeemResult.AlreadySpent spent
                ? context.mints()
                        .checkState(spent.mint(), own.Ys())
                        .publishOn(context.compute())
                        .flatMap(states -> markSpent(Standing.of(states)))
                        .onErrorResume(MintException.class, e -> Mono.empty())
                : Mono.empty();
    }

    private Mono<Void> markSpent(Standing standing) {
        List<CurvePoint> spent = standing.states().entrySet().stream()
                .filter(entry -> entry.getValue() == ProofState.State.SPENT)
                .map(Map.Entry::getKey)
                .toList();
        return spent.isEmpty() ? Mono.empty() : context.store().markClaimed(context.wallet(), spent);
    }
}
