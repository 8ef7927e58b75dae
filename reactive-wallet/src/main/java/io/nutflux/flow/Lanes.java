package io.nutflux.flow;

import io.nutflux.error.StoreException;
import io.nutflux.error.WalletException;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One {@link Lane} for each mint and unit in use. */
final class Lanes {

    /** Past so many, lanes that are idle are dropped; an idle lane holds nothing. */
    private static final int MANY = 256;

    private final FlowContext context;
    private final BatchRedeemer redeemer;
    private final InputLimits limits;
    private final InFlight inFlight = new InFlight();
    private final Map<Key, Lane> lanes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Key(MintUrl mint, CurrencyUnit unit) {}

    Lanes(FlowContext context, BatchRedeemer redeemer, InputLimits limits) {
        this.context = context;
        this.redeemer = redeemer;
        this.limits = limits;
    }

    /** The token's result, by way of its lane. Cancelling withdraws it unless its swap is under way. */
    Mono<RedeemResult> submit(AdmittedToken token) {
        return judged(token).flatMap(result -> lastLook(token, result));
    }

    /**
     * A refusal may have been overtaken: while this call waited, or the one that it waited with, another replica or an
     * earlier call may have redeemed the token. Nobody is sent away with a token that is.
     */
    private Mono<RedeemResult> lastLook(AdmittedToken token, RedeemResult result) {
        RedeemResult said = result instanceof RedeemResult.Duplicate duplicate ? duplicate.first() : result;
        boolean look = said instanceof RedeemResult.Refused refused
                // Where there is too much to do already, or no store any more, it stays with the refusal.
                && refused.reason() != RefusalReason.OVERLOADED
                && !closed;
        return look ? redeemer.firstOutcome(token.claim()).defaultIfEmpty(result) : Mono.just(result);
    }

    private Mono<RedeemResult> judged(AdmittedToken token) {
        return Mono.defer(() -> {
            if (closed) {
                return Mono.just(new RedeemResult.Refused(
                        token.key(), RefusalReason.SHUTTING_DOWN, "the wallet is closing", true));
            }
            Sinks.One<RedeemResult> result = Sinks.one();
            InFlight.Admission admission = inFlight.enter(token.claim(), result.asMono());
            if (admission instanceof InFlight.Admission.Elsewhere elsewhere) {
                return elsewhere.result();
            }
            return queued(token, result);
        });
    }

    private Mono<RedeemResult> queued(AdmittedToken token, Sinks.One<RedeemResult> result) {
        Lane.Waiting waiting = new Lane.Waiting(token.claim(), result);
        // Left when the result is there, also when nobody listens for it any more.
        result.asMono().doFinally(signal -> inFlight.leave(token.claim())).subscribe(ignored -> {}, error -> {});
        Lane lane = laneWith(waiting, token);
        return result.asMono().doOnCancel(() -> {
            if (lane.withdraw(waiting)) {
                result.tryEmitValue(new RedeemResult.Refused(
                        token.key(), RefusalReason.SHUTTING_DOWN, "withdrawn by who presented it first", true));
            }
        });
    }

    /** The lane that took it. Between being found and being given a token, a lane may be dropped by another thread. */
    private Lane laneWith(Lane.Waiting waiting, AdmittedToken token) {
        Lane lane = lane(token);
        while (!lane.submit(waiting)) {
            lane = lane(token);
        }
        return lane;
    }

    private Lane lane(AdmittedToken token) {
        if (lanes.size() > MANY) {
            lanes.values().removeIf(Lane::retire);
        }
        return lanes.compute(
                new Key(token.mint(), token.unit()),
                (key, present) -> present != null && !present.isRetired() ? present : lane(key));
    }

    private Lane lane(Key key) {
        return new Lane(
                context.redeem(),
                () -> limits.of(key.mint()),
                context.compute(),
                tokens -> redeemer.redeem(key.mint(), key.unit(), tokens));
    }

    /** Takes no more tokens. */
    void close() {
        closed = true;
    }

    /**
     * Ends what is under way without waiting any longer. Each token gets its result: refused if it had not left its lane,
     * else what the store knows of it, which is that its operation is pending.
     */
    Mono<Void> abandon() {
        return Mono.defer(() -> {
            Map<String, Lane.Waiting> left = new HashMap<>();
            lanes.values()
                    .forEach(lane -> lane.abandon()
                            .forEach(waiting -> left.put(waiting.token().key(), waiting)));
            if (left.isEmpty()) {
                return Mono.empty();
            }
            return context.store()
                    .findRedemptions(context.wallet(), left.keySet(), List.of(), List.of())
                    .doOnNext(known -> tell(left.remove(known.key()), known.result()))
                    .then()
                    .onErrorResume(StoreException.class, e -> Mono.empty())
                    .doFinally(signal -> left.values()
                            .forEach(waiting -> waiting.result()
                                    .tryEmitError(new WalletException(
                                            WalletException.Reason.CLOSED,
                                            "the wallet was closed before it had a result"))));
        });
    }

    private static void tell(Lane.@Nullable Waiting waiting, RedeemResult result) {
        if (waiting != null) {
            waiting.result().tryEmitValue(result);
        }
    }

    boolean isIdle() {
        return lanes.values().stream().allMatch(Lane::isIdle);
    }
}
