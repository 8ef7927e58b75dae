package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** X.31. */
class RetryPolicyTest {

    private static final Duration MIN = Duration.ofMillis(200);
    private static final Duration MAX = Duration.ofSeconds(5);

    @Test
    void waitAfter_eachAttempt_drawsFromABoundThatDoublesUpToTheMaximum() {
        List<Long> bounds = new ArrayList<>();
        RetryPolicy policy = new RetryPolicy(9, MIN, MAX, Duration.ofSeconds(30), bound -> {
            bounds.add(bound);
            return 0;
        });
        for (int attempts = 1; attempts <= 8; attempts++) {
            assertThat(policy.waitAfter(attempts, null)).contains(Duration.ZERO);
        }
        assertThat(bounds).containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L, 5000L);
    }

    @Test
    void waitAfter_lastAttempt_isEmpty() {
        RetryPolicy policy = new RetryPolicy(2, MIN, MAX, Duration.ofSeconds(30), bound -> bound);
        assertThat(policy.waitAfter(1, null)).contains(MIN);
        assertThat(policy.waitAfter(2, null)).isEmpty();
    }

    @Test
    void waitAfter_retryAfter_isNeverShorter() {
        RetryPolicy policy = new RetryPolicy(4, MIN, MAX, Duration.ofSeconds(30), bound -> bound);
        assertThat(policy.waitAfter(1, Duration.ofSeconds(7))).contains(Duration.ofMillis(7_200));
    }

    @Test
    void waitAfter_retryAfterBeyondTheOption_isEmpty() {
        RetryPolicy policy = new RetryPolicy(4, MIN, MAX, Duration.ofSeconds(30), bound -> 0);
        assertThat(policy.waitAfter(1, Duration.ofSeconds(30))).isPresent();
        assertThat(policy.waitAfter(1, Duration.ofSeconds(31))).isEmpty();
        assertThat(policy.waitAfter(1, RetryAfter.LONGEST)).isEmpty();
    }

    @Test
    void of_options_drawsBetweenZeroAndTheBound() {
        RetryPolicy policy = RetryPolicy.of(MintClientOptions.builder()
                .minBackoff(Duration.ofMillis(3))
                .maxBackoff(Duration.ofMillis(3))
                .build());
        List<Long> drawn = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            drawn.add(policy.waitAfter(1, null).orElseThrow().toMillis());
        }
        assertThat(drawn).containsOnly(0L, 1L, 2L, 3L).contains(0L, 1L, 2L, 3L);
    }
}
