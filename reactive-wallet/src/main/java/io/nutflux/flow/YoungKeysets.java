package io.nutflux.flow;

import io.nutflux.mint.MintKeysets;
import io.nutflux.model.MintUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Asks a mint for its keysets although it was asked within the last second, for tokens of keysets that are younger than that
 * listing: once a second for each mint, lest tokens of made-up keysets make the wallet a nuisance. Who comes between shares
 * the latest.
 */
final class YoungKeysets {

    private static final Duration APART = Duration.ofSeconds(1);
    private static final int MAX_MINTS = 1_000;

    private final FlowContext context;
    private final Map<MintUrl, Instant> asked = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MintUrl, Instant> eldest) {
            return size() > MAX_MINTS;
        }
    };

    YoungKeysets(FlowContext context) {
        this.context = context;
    }

    Mono<MintKeysets> refreshed(MintUrl mint) {
        return Mono.defer(() -> context.directory().refresh(mint, since(mint)));
    }

    private synchronized Instant since(MintUrl mint) {
        Instant now = context.now();
        Instant latest = asked.get(mint);
        if (latest != null && !now.isBefore(latest) && now.isBefore(latest.plus(APART))) {
            return latest;
        }
        asked.put(mint, now);
        return now;
    }
}
