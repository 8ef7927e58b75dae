package io.nutflux.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatiosTest {

    @Test
    void lines_peerAndOurs_compareRateAndCost() {
        Map<String, Object> peer = Map.of("wallet", "peer", "n", 200, "tokensPerSecond", 50.0, "cpuMsPerToken", 20.0);
        Map<String, Object> ours = ours("swap", 2_000, 400.0, 2.0);

        assertThat(new Ratios(List.of(peer, ours)).lines())
                .containsExactly(
                        "nutflux swap N = 2000: 8.0 times the rate of peer N = 200, 10.0 times less CPU a token");
    }

    @Test
    void lines_severalSizes_compareEachWithTheNextSmallerOfItsMode() {
        List<Map<String, Object>> runs = List.of(
                ours("swap", 200, 100.0, 4.0), ours("swap", 2_000, 400.0, 2.0), ours("required", 2_000, 300.0, 3.0));

        assertThat(new Ratios(runs).lines())
                .containsExactly(
                        "nutflux swap N = 2000: a token costs 0.50 times the CPU and 0.25 times the time it does at N = 200");
    }

    private static Map<String, Object> ours(String dleq, int n, double rate, double cost) {
        return Map.of(
                "wallet",
                "nutflux",
                "dleq",
                dleq,
                "store",
                "memory",
                "n",
                n,
                "tokensPerSecond",
                rate,
                "cpuMsPerToken",
                cost);
    }
}
