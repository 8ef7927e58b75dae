package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.MintUnavailableException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.BackgroundJob;
import io.nutflux.model.MintUrl;
import io.nutflux.model.WalletHealth;
import io.nutflux.store.WalletStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

/** No failure ends for good what a wallet does by itself. */
class BackgroundTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final FlowContext context = FlowContexts.of(
            WalletStore.inMemory(),
            "process",
            new MintUnavailableException(MintUrl.of("https://m.example"), "away", false, null, null),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            RecoveryOptions.defaults(),
            time);
    private final Background background = new Background(context);
    private final AtomicInteger begun = new AtomicInteger();
    private final List<WalletEvent> events = new ArrayList<>();

    private Disposable failing(int times) {
        context.events().events().subscribe(events::add);
        return background.keep(BackgroundJob.RECOVERY, Flux.defer(() -> {
            if (begun.incrementAndGet() <= times) {
                throw new IllegalStateException("no. " + begun);
            }
            return Flux.never();
        }));
    }

    private WalletHealth.Job health() {
        return background.health().get(0);
    }

    @Test
    void keep_workFails_isBegunAgainAfterGrowingPausesAndTold() {
        failing(2);
        assertThat(health())
                .isEqualTo(new WalletHealth.Job(BackgroundJob.RECOVERY, false, 1, "IllegalStateException: no. 1"));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(begun).hasValue(2);
        time.advanceTimeBy(Duration.ofMillis(1_999));
        assertThat(health().alive()).isFalse();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(health())
                .isEqualTo(new WalletHealth.Job(BackgroundJob.RECOVERY, true, 2, "IllegalStateException: no. 2"));
        assertThat(events)
                .containsExactly(
                        new WalletEvent.BackgroundFailed(
                                BackgroundJob.RECOVERY, "IllegalStateException: no. 1", Duration.ofSeconds(1)),
                        new WalletEvent.BackgroundFailed(
                                BackgroundJob.RECOVERY, "IllegalStateException: no. 2", Duration.ofSeconds(2)));
    }

    @Test
    void keep_workFailsForEver_isTriedEveryMinute() {
        failing(Integer.MAX_VALUE);
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(begun.get()).isBetween(60, 70);
        assertThat(health().alive()).isFalse();
    }

    @Test
    void keep_disposed_isNotBegunAgain() {
        failing(1).dispose();
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(begun).hasValue(1);
    }
}
