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

    private final MintPauses pauses = new MintPauses(Duration.ofSeconds(1), Duration.ofSeconds(3));

    @Test
    void failed_pausesThatMintOnly() {
        pauses.failed(A, NOW);
        assertThat(pauses.at(NOW)).containsExactly(A);
        assertThat(pauses.at(NOW.plusSeconds(1))).isEmpty();
        pauses.failed(B, NOW.plusSeconds(1));
        assertThat(pauses.at(NOW.plusSeconds(1))).containsExactly(B);
    }

    @Test
    void failed_inTheSameOutage_doesNotLengthenThePause() {
        pauses.failed(A, NOW);
        pauses.failed(A, NOW.plusMillis(500));
        assertThat(pauses.at(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void failed_again_pausesTwiceAsLongUpToTheLongest() {
        pauses.failed(A, NOW);
        pauses.failed(A, NOW.plusSeconds(1));
        assertThat(pauses.at(NOW.plusMillis(2_999))).containsExactly(A);
        assertThat(pauses.at(NOW.plusSeconds(3))).isEmpty();
        pauses.failed(A, NOW.plusSeconds(3));
        assertThat(pauses.at(NOW.plusMillis(5_999))).containsExactly(A);
        assertThat(pauses.at(NOW.plusSeconds(6))).isEmpty();
    }

    @Test
    void answered_beginsAnew() {
        pauses.failed(A, NOW);
        pauses.failed(A, NOW.plusSeconds(1));
        pauses.answered(A);
        assertThat(pauses.at(NOW.plusSeconds(1))).isEmpty();
        pauses.failed(A, NOW.plusSeconds(2));
        assertThat(pauses.at(NOW.plusSeconds(3))).isEmpty();
    }

    @Test
    void veryManyMints_forgetsTheEldest() {
        for (int i = 0; i < 600; i++) {
            pauses.failed(MintUrl.of("https://m" + i + ".example"), NOW);
        }
        assertThat(pauses.at(NOW)).hasSize(500).contains(MintUrl.of("https://m599.example"));
    }
}
