package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.MintInfo;
import io.nutflux.model.MintInfo.CachedResponses;
import io.nutflux.model.MintInfo.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** 19.1, 19.2, 19.5, 19.6. */
class ReplayTest {

    @Test
    void of_listedPath_allowsForTheTtl() {
        MintInfo info = info(Duration.ofSeconds(60), new Endpoint("POST", "/v1/swap"));
        assertThat(Replay.of(info, "/v1/swap")).isEqualTo(new Replay(Duration.ofSeconds(60)));
        assertThat(Replay.of(info, "/v1/swap").isAllowed()).isTrue();
    }

    @Test
    void of_longTtl_isCut() {
        MintInfo info = info(Duration.ofDays(1), new Endpoint("POST", "/v1/swap"));
        assertThat(Replay.of(info, "/v1/swap").window()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void of_otherPathOrMethod_isNever() {
        MintInfo info = info(Duration.ofSeconds(60), new Endpoint("GET", "/v1/swap"));
        assertThat(Replay.of(info, "/v1/swap")).isEqualTo(Replay.NEVER);
        assertThat(Replay.of(info, "/v1/mint/bolt11")).isEqualTo(Replay.NEVER);
        assertThat(Replay.NEVER.isAllowed()).isFalse();
    }

    /** 19.7. */
    @Test
    void of_ttlWithoutLimit_isCut() {
        assertThat(Replay.of(info(null, new Endpoint("POST", "/v1/swap")), "/v1/swap")
                        .window())
                .isEqualTo(Duration.ofMinutes(5));
    }

    /** X.20. */
    @Test
    void of_noNut19_isNever() {
        assertThat(Replay.of(new MintInfo(null, null, null, null, null, List.of(), null, Map.of()), "/v1/swap"))
                .isEqualTo(Replay.NEVER);
    }

    private static MintInfo info(@Nullable Duration ttl, Endpoint endpoint) {
        return new MintInfo(
                null, null, null, null, null, List.of(), null, Map.of(19, new CachedResponses(ttl, Set.of(endpoint))));
    }
}
