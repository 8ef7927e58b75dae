package io.nutflux.flow;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.Redemption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What earlier redemptions mean for a token that is presented now: one meaning on every way into the wallet. */
final class FirstOutcomes {

    private final Map<String, Redemption> byKey = new HashMap<>();
    private final Map<String, Redemption> byDigest = new HashMap<>();
    private final Map<CurvePoint, Redemption> byY = new HashMap<>();

    FirstOutcomes(List<Redemption> known) {
        for (Redemption redemption : known) {
            byKey.put(redemption.key(), redemption);
            if (redemption.binding()) {
                // Of several keys for one token the redeemed or running one is its first outcome, not a rejected one.
                byDigest.merge(
                        redemption.digest(), redemption, (a, b) -> b.shared().isEmpty() ? a : b);
            }
            redemption.shared().forEach(Y -> byY.put(Y, redemption));
        }
    }

    /**
     * Under its own key the token's first outcome, {@code Waiting} and {@code Pending} included; a refusal or {@code
     * Duplicate} if key or money are another's; empty if it is new.
     */
    Optional<RedeemResult> of(String key, String digest, List<CurvePoint> Ys) {
        Redemption sameKey = byKey.get(key);
        if (sameKey != null) {
            return Optional.of(
                    sameKey.digest().equals(digest) ? Results.replayed(sameKey.result()) : Results.keyReused(key));
        }
        Redemption sameToken = byDigest.get(digest);
        if (sameToken != null) {
            return Optional.of(new RedeemResult.Duplicate(key, sameToken.result()));
        }
        return Ys.stream().anyMatch(byY::containsKey) ? Optional.of(Results.sharesProofs(key)) : Optional.empty();
    }
}
