package io.nutflux.mint;

import io.nutflux.model.MintInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that moves value may be repeated after a lost answer, and for how long: only where the mint lists
 * the endpoint under NUT-19, with the identical bytes, inside its ttl.
 *
 * @param window how long after the first attempt; zero for never
 */
public record Replay(Duration window) {

    public static final Replay NEVER = new Replay(Duration.ZERO);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** What {@code info} allows for {@code POST path}; a mint that keeps its answers for ever is not asked that late. */
    public static Replay of(MintInfo info, String path) {
        return info.cachedResponses()
                .filter(cache -> cache.endpoints().contains(new MintInfo.Endpoint("POST", path)))
                .map(cache -> new Replay(windowOf(cache.ttl())))
                .orElse(NEVER);
    }

    private static Duration windowOf(@Nullable Duration ttl) {
        return ttl == null || ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
    }

    public boolean isAllowed() {
        return !window.isZero();
    }
}
