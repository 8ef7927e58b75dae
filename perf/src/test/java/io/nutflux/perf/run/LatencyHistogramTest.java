package io.nutflux.perf.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    private final LatencyHistogram latencies = new LatencyHistogram();

    @Test
    void percentile_ofNothing_isZero() {
        assertThat(latencies.percentile(0.99)).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 63, 64, 65, 127, 128, 1_000, 65_535, 1_234_567, 3_600_000_000L})
    void percentile_ofOneDuration_isThatDurationToASixtyFourth(long micros) {
        latencies.record(micros * 1_000);

        long percentile = latencies.percentile(0.5).toNanos() / 1_000;
        assertThat(percentile).isGreaterThanOrEqualTo(micros).isCloseTo(micros, Percentage.withPercentage(100.0 / 64));
    }

    @Test
    void percentile_ofAThousandDifferent_isTheOneAtThatRank() {
        for (int millis = 1; millis <= 1_000; millis++) {
            latencies.record(millis * 1_000_000L);
        }

        assertThat(latencies.percentile(0.50).toMillis()).isCloseTo(500, Percentage.withPercentage(2));
        assertThat(latencies.percentile(0.99).toMillis()).isCloseTo(990, Percentage.withPercentage(2));
        assertThat(latencies.percentile(1.00).toMillis()).isCloseTo(1_000, Percentage.withPercentage(2));
    }

    @Test
    void record_beyondTheLastBucket_isKeptInIt() {
        latencies.record(Long.MAX_VALUE);

        assertThat(latencies.percentile(1.0)).isGreaterThan(Duration.ofDays(100));
    }
}
