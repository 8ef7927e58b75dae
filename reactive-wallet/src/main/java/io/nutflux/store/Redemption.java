package io.nutflux.store;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.RedeemResult;
import java.util.Set;

/**
 * What is known of a token that was presented before.
 *
 * @param key the key it was first presented under
 * @param result its outcome, {@code Waiting} or {@code Pending} while it has none
 * @param shared those of the asked-for {@code Y}s that it holds; only tokens redeemed, being redeemed or waiting in the
 *     inbox hold any
 * @param binding whether the token is this one under every key: it waits, or an operation took it up. What was found out
 *     of an entry of the inbox before anything was recorded holds under its own key only
 */
public record Redemption(String key, String digest, RedeemResult result, Set<CurvePoint> shared, boolean binding) {

    public Redemption {
        shared = Set.copyOf(shared);
    }

    /** A binding one. */
    public Redemption(String key, String digest, RedeemResult result, Set<CurvePoint> shared) {
        this(key, digest, result, shared, true);
    }
}
