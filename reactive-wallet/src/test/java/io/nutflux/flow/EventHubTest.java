package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.nutflux.event.WalletEvent;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;

/** An observer never harms the wallet. */
class EventHubTest {

    private final EventHub hub = new EventHub();
    private final WalletEvent event = new WalletEvent.Started("test");

    @Test
    void publish_subscriberThrows_isNotTold() {
        hub.events().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(WalletEvent value) {
                throw new IllegalStateException("an observer's mistake");
            }

            @Override
            protected void hookOnError(Throwable throwable) {
                throw new IllegalStateException("and another", throwable);
            }
        });
        assertThatCode(() -> hub.publish(event)).doesNotThrowAnyException();
        assertThatCode(() -> hub.publish(event)).doesNotThrowAnyException();
    }

    @Test
    void publish_afterClose_doesNothing() {
        hub.events().subscribe();
        hub.close();
        assertThatCode(() -> hub.publish(event)).doesNotThrowAnyException();
    }

    @Test
    void publish_subscribersComeAndGo_doesNotThrow() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread observers = new Thread(() -> {
            while (!done.get()) {
                hub.events().subscribe().dispose();
            }
        });
        observers.start();
        try {
            assertThatCode(() -> {
                        for (int i = 0; i < 200_000; i++) {
                            hub.publish(event);
                        }
                    })
                    .doesNotThrowAnyException();
        } finally {
            done.set(true);
            observers.join();
        }
    }
}
