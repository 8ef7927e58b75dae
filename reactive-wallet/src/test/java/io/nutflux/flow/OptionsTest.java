package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.Amount;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Options that cannot work are refused where they are given. */
class OptionsTest {

    static List<UnaryOperator<RecoveryOptions.Builder>> senseless() {
        return List.of(
                options -> options.lease(Duration.ZERO),
                options -> options.lease(Duration.ofMillis(2)),
                options -> options.lease(Duration.ofSeconds(-1)),
                options -> options.interval(Duration.ZERO),
                options -> options.minBackoff(Duration.ZERO),
                options -> options.maxBackoff(RecoveryOptions.DEFAULT_MIN_BACKOFF.minusMillis(1)),
                options -> options.batch(0),
                options -> options.stuckAfter(Duration.ofMillis(-1)));
    }

    @ParameterizedTest
    @MethodSource("senseless")
    void recovery_senseless_isRefused(UnaryOperator<RecoveryOptions.Builder> change) {
        RecoveryOptions.Builder builder = change.apply(RecoveryOptions.builder());
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
    }

    static List<UnaryOperator<InboxOptions.Builder>> senselessInboxes() {
        return List.of(
                options -> options.lease(Duration.ofMillis(2)),
                options -> options.lease(Duration.ofSeconds(-1)),
                options -> options.pollInterval(Duration.ZERO),
                options -> options.minBackoff(Duration.ZERO),
                options -> options.maxBackoff(InboxOptions.DEFAULT_MIN_BACKOFF.minusMillis(1)),
                options -> options.giveUpAfter(Duration.ofMillis(-1)),
                options -> options.retention(Duration.ofMillis(-1)),
                options -> options.batch(0));
    }

    @ParameterizedTest
    @MethodSource("senselessInboxes")
    void inbox_senseless_isRefused(UnaryOperator<InboxOptions.Builder> change) {
        InboxOptions.Builder builder = change.apply(InboxOptions.builder());
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leases_ofThreeMilliseconds_areTaken() {
        Duration shortest = Duration.ofMillis(3);
        assertThat(RecoveryOptions.builder().lease(shortest).build().lease()).isEqualTo(shortest);
        assertThat(InboxOptions.builder().lease(shortest).build().lease()).isEqualTo(shortest);
    }

    @Test
    void recovery_mutated_keepsTheRest() {
        RecoveryOptions options = RecoveryOptions.builder()
                .lease(Duration.ofSeconds(1))
                .interval(Duration.ofSeconds(2))
                .minBackoff(Duration.ofSeconds(3))
                .maxBackoff(Duration.ofSeconds(4))
                .batch(5)
                .stuckAfter(Duration.ofSeconds(6))
                .build();
        assertThat(options.mutate().build()).isEqualTo(options);
        assertThat(options.mutate().batch(7).build())
                .isEqualTo(new RecoveryOptions(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        7,
                        Duration.ofSeconds(6)));
    }

    static List<List<Amount>> senselessTargets() {
        return List.of(
                List.of(Amount.of(2), Amount.of(1)),
                List.of(Amount.of(2), Amount.of(2)),
                List.of(Amount.ZERO, Amount.of(1)),
                List.of(new Amount(-1), Amount.of(1)));
    }

    @ParameterizedTest
    @MethodSource("senselessTargets")
    void targetDenominations_notAscending_areRefused(List<Amount> targets) {
        RedeemOptions.Builder builder = RedeemOptions.builder().targetDenominations(targets);
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void targetDenominations_ofAllSixtyFourBits_areTaken() {
        List<Amount> targets = List.of(Amount.of(1), Amount.of(Long.MAX_VALUE), new Amount(Long.MIN_VALUE));
        assertThat(RedeemOptions.builder().targetDenominations(targets).build().targetDenominations())
                .isEqualTo(targets);
    }
}
