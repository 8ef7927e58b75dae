package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.MintUrl;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MintPausesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final MintUrl A = MintUrl.of("https://a.example");
    private static final MintUrl B = MintUrl.of("https://b.example");

    private final MintPauses<String> pauses = new MintPauses<>(Duration.ofSeconds(1), Duration.ofSeconds(3), 500);

    @Test
    void failed_pausesThatMintOnly() {
        failed(A, NOW);
        assertThat(pauses.at(NOW)).containsExactly(A);
        assertThat(pauses.at(NOW.plusSeconds(1))).isEmpty();
        failed(B, NOW.plusSeconds(1));
        assertThat(pauses.at(NOW.plusSeconds(1))).containsExactly(B);
    }

    @Test
    void failed_inTheSameOutage_doesNotLengthenThePause() {
        failed(A, NOW);
        failed(A, NOW.plusMillis(500));
        assertThat(pauses.at(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void failed_again_pausesTwiceAsLongUpToTheLongest() {
        failed(A, NOW);
        failed(A, NOW.plusSeconds(1));
        assertThat(pauses.at(NOW.plusMillis(2_999))).containsExactly(A);
        assertThat(pauses.at(NOW.plusSeconds(3))).isEmpty();
        failed(A, NOW.plusSeconds(3));
        assertThat(pauses.at(NOW.plusMillis(5_999))).containsExactly(A);
        assertThat(pauses.at(NOW.plusSeconds(6))).isEmpty();
    }

    @Test
    void answered_beginsAnew() {
        failed(A, NOW);
        failed(A, NOW.plusSeconds(1));
        pauses.answered(A);
        assertThat(pauses.at(NOW.plusSeconds(1))).isEmpty();
        failed(A, NOW.plusSeconds(2));
        assertThat(pauses.at(NOW.plusSeconds(3))).isEmpty();
    }

    @Test
    void veryManyMints_forgetsTheEldest() {
        for (int i = 0; i < 600; i++) {
            failed(MintUrl.of("https://m" + i + ".example"), NOW);
        }
        assertThat(pauses.at(NOW)).hasSize(500).contains(MintUrl.of("https://m599.example"));
    }

    @Test
    void failed_clockSetBack_endsThePause() {
        failed(A, NOW);
        assertThat(pauses.at(NOW.minus(Duration.ofDays(1)))).isEmpty();
        assertThat(pauses.of(A, NOW.minus(Duration.ofDays(1)))).isEmpty();
    }

    @Test
    void failed_mintAsksForLonger_pausesAsLongUpToTheLongest() {
        pauses.failed(A, NOW, Duration.ofSeconds(2), "busy");
        assertThat(pauses.of(A, NOW.plusMillis(1_999))).contains("busy");
        assertThat(pauses.of(A, NOW.plusSeconds(2))).isEmpty();
        pauses.failed(B, NOW, Duration.ofHours(1), "busy");
        assertThat(pauses.of(B, NOW.plusSeconds(3))).isEmpty();
    }

    private void failed(MintUrl mint, Instant now) {
        pauses.failed(mint, now, Duration.ZERO, "away");
    }
}
