package io.nutflux.flow;

import io.nutflux.crypto.Digests;
import io.nutflux.model.Proof;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.Token;
import io.nutflux.store.Redemption;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The main job: tokens in, one result each out.
 *
 * <pre>
 * Flux of requests
 *   └ TokenAdmission   is it a token, does policy allow it, is it consistent          → refused, invalid
 *       └ Lanes        is it on its way already; one Lane gathers each mint and unit  → duplicate
 *           └ BatchRedeemer   what the store knows, what the mint says of the proofs  → first outcome, spent
 *               └ SwapPlanner, WalletStore.prepare     the intent, durable
 *                   └ RedeemRun, OperationRunner       send, verify, settle, or find out what happened
 * </pre>
 *
 * <p>Demand holds from end to end: at most {@code maxTokensInFlight} tokens of a stream are between the first line and
 * the last, and only a result that was taken makes room for the next token.
 */
final class Redeemer {

    private final FlowContext context;
    private final TokenAdmission admission;
    private final Lanes lanes;

    Redeemer(FlowContext context, TokenAdmission admission, Lanes lanes) {
        this.context = context;
        this.admission = admission;
        this.lanes = lanes;
    }

    Flux<RedeemResult> redeem(Publisher<RedeemRequest> requests) {
        return Flux.from(requests).flatMap(this::redeem, context.redeem().maxTokensInFlight(), 1);
    }

    Mono<RedeemResult> redeem(RedeemRequest request) {
        return follow(request, admission.admit(request));
    }

    /** The same, but once {@code closing} completes a token is refused that has not come as far as its lane. */
    Mono<RedeemResult> redeem(RedeemRequest request, Mono<Void> closing) {
        String key = request.key();
        return follow(
                request,
                admission
                        .admit(request)
                        .takeUntilOther(closing)
                        .switchIfEmpty(Mono.fromSupplier(
                                () -> new TokenAdmission.Decision.Decided(Results.shuttingDown(key)))));
    }

    private Mono<RedeemResult> follow(RedeemRequest request, Mono<TokenAdmission.Decision> decided) {
        return decided.flatMap(decision -> decision instanceof TokenAdmission.Decision.Admitted admitted
                        ? lanes.submit(admitted.token())
                        : declined(request, ((TokenAdmission.Decision.Decided) decision).result()))
                .doOnSubscribe(subscription -> context.tally().token())
                .doOnNext(context.tally()::result);
    }

    /** A refusal may be of today: a token that was redeemed when it was still allowed keeps its first outcome. */
    private Mono<RedeemResult> declined(RedeemRequest request, RedeemResult result) {
        return result instanceof RedeemResult.Refused
                ? earlier(request)
                        .filter(known -> !(known instanceof RedeemResult.Waiting))
                        .defaultIfEmpty(result)
                : Mono.just(result);
    }

    /** What is known under the key of a token that can be read: its first outcome, or that the key is another's. */
    Mono<RedeemResult> earlier(RedeemRequest request) {
        return known(request.key())
                .publishOn(context.compute())
                .map(known -> isAbout(known, request.token())
                        ? Results.replayed(known.result())
                        : Results.keyReused(request.key()));
    }

    /** Whether the token is the one that {@code known} is of. */
    private boolean isAbout(Redemption known, String text) {
        Token token = context.tokens().decode(text);
        List<Proof> proofs = token.proofs().toList();
        return Digests.token(token.entries().get(0).mint(), proofs, context.pointsOf(proofs))
                .equals(known.digest());
    }

    /** What the store knows of {@code key}. */
    Mono<RedeemResult> outcome(String key) {
        return known(key).map(Redemption::result);
    }

    private Mono<Redemption> known(String key) {
        return context.store()
                .findRedemptions(context.wallet(), List.of(key), List.of(), List.of())
                .next();
    }
}
