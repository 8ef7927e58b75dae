package io.nutflux.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WakeTest {

    private final Wake wake = new Wake();

    @Test
    void ring_wakesWhoWaits() {
        CompletableFuture<Void> waiting = wake.next().toFuture();
        assertThat(waiting).isNotDone();
        wake.ring();
        assertThat(waiting).isDone();
        assertThat(wake.next().toFuture()).isNotDone();
    }

    @Test
    void ring_nobodyWaits_endsTheNextWaitOnly() {
        wake.ring();
        wake.ring();
        assertThat(wake.next().toFuture()).isDone();
        assertThat(wake.next().toFuture()).isNotDone();
    }

    @Test
    void ring_afterAWaitWasGivenUp_isRemembered() {
        wake.next().subscribe().dispose();
        wake.ring();
        assertThat(wake.next().toFuture()).isDone();
    }
}
