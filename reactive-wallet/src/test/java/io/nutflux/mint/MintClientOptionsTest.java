package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MintClientOptionsTest {

    @Test
    void defaults_areTheConstants() {
        MintClientOptions options = MintClientOptions.defaults();
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.responseTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(options.valueResponseTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.totalTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.valueTotalTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.maxResponseBytes()).isEqualTo(8 * 1024 * 1024);
        assertThat(options.maxAttempts()).isEqualTo(4);
        assertThat(options.allowPlainHttp()).isFalse();
        assertThat(options.trustManagers()).isNull();
    }

    @Test
    void mutate_changesACopyOnly() {
        MintClientOptions first =
                MintClientOptions.builder().userAgent("shop/1").build();
        MintClientOptions.Builder builder = first.mutate();
        MintClientOptions second = builder.maxAttempts(1).build();
        builder.maxAttempts(9);
        assertThat(first.maxAttempts()).isEqualTo(4);
        assertThat(second.maxAttempts()).isEqualTo(1);
        assertThat(second.userAgent()).isEqualTo("shop/1");
        assertThat(second).asString().contains("shop/1", "maxAttempts=1");
    }

    static Stream<Consumer<MintClientOptions.Builder>> outOfRange() {
        return Stream.of(
                options -> options.connectTimeout(Duration.ZERO),
                options -> options.responseTimeout(Duration.ofNanos(1)),
                options -> options.valueResponseTimeout(Duration.ofSeconds(-1)),
                options -> options.totalTimeout(Duration.ofDays(2)),
                options -> options.valueTotalTimeout(Duration.ZERO),
                options -> options.maxResponseBytes(0),
                options -> options.maxAttempts(0),
                options -> options.minBackoff(Duration.ofSeconds(6)).build(),
                options -> options.maxBackoff(Duration.ofMillis(199)).build(),
                options -> options.maxRetryAfter(Duration.ZERO),
                options -> options.maxConnectionsPerMint(0),
                options -> options.pendingAcquireMaxCount(0),
                options -> options.pendingAcquireTimeout(Duration.ZERO),
                options -> options.maxIdleTime(Duration.ZERO),
                options -> options.userAgent(""),
                options -> options.userAgent("a\r\nb"),
                options -> options.checkStateBatch(0),
                options -> options.restoreBatch(0),
                options -> options.infoTtl(Duration.ZERO),
                options -> options.keysetsTtl(Duration.ZERO),
                options -> options.maxMints(0));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void builder_outOfRange_isRefused(Consumer<MintClientOptions.Builder> change) {
        MintClientOptions.Builder builder = MintClientOptions.builder();
        assertThatThrownBy(() -> change.accept(builder)).isInstanceOf(IllegalArgumentException.class);
    }
}
