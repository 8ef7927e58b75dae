package io.nutflux.flow;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.ClaimedToken;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Tokens this process is redeeming right now: no proof is in two swaps at once, and the same token presented twice at a
 * time is redeemed once. The store holds the same rules durably and across processes; this spares it the conflicts.
 */
final class InFlight {

    private final Map<String, Entry> byKey = new HashMap<>();
    private final Map<String, Entry> byDigest = new HashMap<>();
    private final Map<CurvePoint, Entry> byY = new HashMap<>();

    private record Entry(ClaimedToken token, Mono<RedeemResult> result) {}

    /** What {@link #enter} found. */
    sealed interface Admission {
        /** It is the only one; {@link #leave} must follow. */
        record Entered() implements Admission {}

        /** The result is decided, or comes with that of a token already on its way. */
        record Elsewhere(Mono<RedeemResult> result) implements Admission {}
    }

    /**
     * Enters {@code token} unless it, its key or one of its proofs is on its way.
     *
     * @param result what others that bring the same token will get; must replay
     */
    synchronized Admission enter(ClaimedToken token, Mono<RedeemResult> result) {
        Entry sameKey = byKey.get(token.key());
        if (sameKey != null) {
            return new Admission.Elsewhere(
                    sameKey.token.digest().equals(token.digest())
                            ? sameKey.result.map(Results::replayed)
                            : Mono.just(Results.keyReused(token.key())));
        }
        Entry sameToken = byDigest.get(token.digest());
        if (sameToken != null) {
            return new Admission.Elsewhere(sameToken.result.map(other -> Results.ofSameToken(token.key(), other)));
        }
        for (CurvePoint Y : token.Ys()) {
            if (byY.containsKey(Y)) {
                return new Admission.Elsewhere(Mono.just(Results.sharesProofs(token.key())));
            }
        }
        Entry entry = new Entry(token, result);
        byKey.put(token.key(), entry);
        byDigest.put(token.digest(), entry);
        token.Ys().forEach(Y -> byY.put(Y, entry));
        return new Admission.Entered();
    }

    synchronized void leave(ClaimedToken token) {
        byKey.remove(token.key());
        byDigest.remove(token.digest());
        token.Ys().forEach(byY::remove);
    }
}
