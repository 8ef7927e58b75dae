package io.nutflux.testmint;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The answer of {@code /v1/info}: only what this mint does. */
record MintInfo(
        String name,
        @Nullable String motd,
        Clock clock,
        long minMint,
        long maxMint,
        @Nullable Duration cacheTtl) {

    ObjectNode json(Keysets keysets) {
        ObjectNode nuts = Json.object();
        nuts.set("4", minting(keysets));
        nuts.set("7", Json.object().put("supported", true));
        nuts.set("9", Json.object().put("supported", true));
        nuts.set("12", Json.object().put("supported", true));
        if (cacheTtl != null) {
            nuts.set("19", caching(cacheTtl));
        }
        ObjectNode info = Json.object()
                .put("name", name)
                .put("version", "nutflux-testmint/1.0.0")
                .put("description", "A mint to test against; its ecash is worth nothing")
                .put("time", clock.instant().getEpochSecond());
        if (motd != null) {
            info.put("motd", motd);
        }
        info.set("nuts", nuts);
        return info;
    }

    void checkMintAmount(long amount) {
        if (Long.compareUnsigned(amount, minMint) < 0 || Long.compareUnsigned(amount, maxMint) > 0) {
            throw new MintError(11006, "amount outside of limit range");
        }
    }

    private ObjectNode minting(Keysets keysets) {
        ArrayNode methods = Json.array();
        keysets.active().stream()
                .map(MintKeyset::unit)
                .distinct()
                .forEach(unit -> methods.add(Json.object()
                        .put("method", "bolt11")
                        .put("unit", unit)
                        .put("min_amount", Json.unsigned(minMint))
                        .put("max_amount", Json.unsigned(maxMint))));
        ObjectNode minting = Json.object().put("disabled", false);
        minting.set("methods", methods);
        return minting;
    }

    private static ObjectNode caching(Duration ttl) {
        ArrayNode endpoints = Json.array();
        for (String path : CachedAnswers.PATHS) {
            endpoints.add(Json.object().put("method", "POST").put("path", path));
        }
        ObjectNode caching = Json.object().put("ttl", ttl.toSeconds());
        caching.set("cached_endpoints", endpoints);
        return caching;
    }
}
