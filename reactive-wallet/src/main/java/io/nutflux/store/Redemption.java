package io.nutflux.store;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.RedeemResult;
import java.util.Set;

/**
 * What is known of a token that was presented before.
 *
 * @param key the key it was first presented under
 * @param result its outcome, {@code Pending} while it has none
 * @param shared those of the asked-for {@code Y}s that it holds; only tokens redeemed or being redeemed hold any
 */
public record Redemption(String key, String digest, RedeemResult result, Set<CurvePoint> shared) {

    public Redemption {
        shared = Set.copyOf(shared);
    }
}
