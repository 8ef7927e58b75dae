package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.event.WalletEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** A listener that is slow, or gone, costs itself events and the wallet nothing. */
class EventLossTest {

    private static final WalletEvent EVENT = new WalletEvent.Started("test");

    private final EventHub hub = new EventHub();

    @Test
    void publish_slowSubscriber_losesTheOldestAndIsToldHowMany() {
        List<WalletEvent> heard = new ArrayList<>();
        BaseSubscriber<WalletEvent> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}

            @Override
            protected void hookOnNext(WalletEvent event) {
                heard.add(event);
            }
        };
        hub.events().subscribe(slow);
        int told = EventHub.BUFFER + 100;
        for (int i = 0; i < told; i++) {
            hub.publish(new WalletEvent.Started(String.valueOf(i)));
        }
        assertThat(heard).isEmpty();
        slow.requestUnbounded();
        long lost = heard.stream()
                .filter(WalletEvent.Lagged.class::isInstance)
                .mapToLong(event -> ((WalletEvent.Lagged) event).events())
                .sum();
        assertThat(lost).isBetween(1L, 100L);
        assertThat(heard).filteredOn(WalletEvent.Started.class::isInstance).hasSize((int) (told - lost));
        assertThat(heard).last().isEqualTo(new WalletEvent.Started(String.valueOf(told - 1)));
    }

    @Test
    void publish_afterClose_doesNothing() {
        List<WalletEvent> heard = new ArrayList<>();
        hub.events().subscribe(heard::add);
        hub.close();
        hub.publish(EVENT);
        assertThat(heard).isEmpty();
    }

    /** One thread waits to publish while another's event makes the last listener leave. */
    @Test
    void publish_lastListenerLeavesMeanwhile_doesNotFailTheFlow() {
        AtomicReference<Thread> second = new AtomicReference<>();
        CompletableFuture<Void> published = new CompletableFuture<>();
        hub.events().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(WalletEvent event) {
                Thread thread = new Thread(() -> {
                    try {
                        hub.publish(EVENT);
                        published.complete(null);
                    } catch (RuntimeException e) {
                        published.completeExceptionally(e);
                    }
                });
                second.set(thread);
                thread.start();
                await().until(() -> thread.getState() == Thread.State.BLOCKED);
                cancel();
            }
        });
        hub.publish(EVENT);
        await().until(published::isDone);
        assertThat(published).isCompleted();
        assertThat(second.get()).isNotNull();
    }
}
