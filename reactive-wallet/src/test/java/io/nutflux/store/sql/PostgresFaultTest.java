package io.nutflux.store.sql;

import static io.nutflux.store.StoreSamples.WALLET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.StoreException;
import io.nutflux.store.WalletStore;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The server goes away under load and comes back: what was acknowledged is there, and nothing is there in part. */
class PostgresFaultTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int CALLERS = 8;

    private static PostgresServer server;

    private final ConcurrentLinkedQueue<StoreException> failures = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        server = PostgresServer.durable();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void serverStoppedAndStarted_commandsFailUnavailable_thenWorkAgain() {
        underLoad(lives -> {
            server.stop();
            await().atMost(LONG).until(() -> failures.size() > CALLERS);
            server.start();
        });
        assertThat(failures).allSatisfy(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
    }

    @Test
    void serverKilled_whatWasAcknowledgedIsOnTheDisk() {
        underLoad(lives -> {
            server.kill();
            await().atMost(LONG).until(() -> failures.size() > CALLERS);
            server.start();
        });
        assertThat(failures).allSatisfy(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE));
    }

    @Test
    void allConnectionsEndedByTheServer_commandsAreRunAgain() {
        underLoad(lives -> {
            for (int i = 0; i < 5; i++) {
                int before = lives.settled();
                server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
                await().atMost(LONG).until(() -> lives.settled() > before + CALLERS);
            }
        });
        assertThat(failures).isEmpty();
    }

    /** Callers redeem all the time while {@code fault} happens, and some time after it. */
    private void underLoad(Consumer<Lives> fault) {
        WalletStore store = PostgresServer.open(server.freshUrl());
        Lives lives = new Lives(WALLET, 17);
        AtomicBoolean enough = new AtomicBoolean();
        var load = Flux.range(0, CALLERS)
                .flatMap(
                        caller -> Mono.defer(() -> lives.redeem(store))
                                .onErrorResume(StoreException.class, e -> {
                                    failures.add(e);
                                    return Mono.delay(Duration.ofMillis(5), Schedulers.parallel())
                                            .then();
                                })
                                .repeat(() -> !enough.get()),
                        CALLERS)
                .then()
                .toFuture();
        await().atMost(LONG).until(() -> lives.settled() > CALLERS);
        fault.accept(lives);
        int before = lives.settled();
        await().atMost(LONG).until(() -> load.isDone() || lives.settled() > before + 2 * CALLERS);
        enough.set(true);
        load.join();
        lives.assertWhole(store);
        PostgresServer.close(store);
    }
}
