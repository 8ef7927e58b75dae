package io.nutflux.mint;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.MintException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.RequestBody;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import reactor.test.StepVerifier;

/** 19.2 to 19.4, X.31: what a mint sees of repetitions. When they come is {@link AttemptsTest}'s. */
class MintRetriesTest {

    private static final Replay WINDOW = new Replay(Duration.ofMinutes(1));

    private final ClientRig rig = new ClientRig(MintClientOptions.defaults());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void read_busyThenAnswered_isRepeated() {
        try (ScriptedServer server = failing(1, 429, null, Bodies.KEYSETS)) {
            StepVerifier.create(rig.client().keysets(server.url()))
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void query_brokenThenAnswered_isRepeated() {
        try (ScriptedServer server = dropping(2, Bodies.states(Bodies.G))) {
            StepVerifier.create(rig.client().checkState(server.url(), List.of(Bodies.G)))
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void read_alwaysBusy_endsAfterTheLastAttempt() {
        try (ScriptedServer server = failing(99, 503, null, "")) {
            StepVerifier.create(rig.client().keysets(server.url()))
                    .expectError(MintUnavailableException.class)
                    .verify();
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void read_absurdRetryAfter_isNotWaitedFor() {
        try (ScriptedServer server = failing(99, 429, "Fri, 31 Dec 9999 23:59:59 GMT", "")) {
            StepVerifier.create(rig.client().keysets(server.url()))
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOfSatisfying(
                                    MintUnavailableException.class,
                                    busy -> assertThat(busy.retryAfter()).isEqualTo(RetryAfter.LONGEST)))
                    .verify();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void value_lostAnswerWithoutReplay_leavesOnce() {
        try (ScriptedServer server = dropping(99, "")) {
            mayHaveActed(rig.client().swap(server.url(), Bodies.VALUE, Replay.NEVER), server, 1);
        }
        try (ScriptedServer server = failing(99, 503, null, "")) {
            mayHaveActed(rig.client().mint(server.url(), Bodies.VALUE, Replay.NEVER), server, 1);
        }
    }

    @Test
    void value_lostAnswerWithReplay_isRepeatedWithTheSameBytes() {
        RequestBody body = RequestBody.of(new byte[] {'{', '}', ' ', 0, (byte) 0xff});
        try (ScriptedServer server = dropping(3, Bodies.SIGNATURES)) {
            StepVerifier.create(rig.client().swap(server.url(), body, WINDOW))
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(server.requests())
                    .hasSize(4)
                    .extracting(ScriptedServer.Request::body)
                    .containsOnly(body);
            assertThat(server.requests())
                    .extracting(request -> request.headers().toString())
                    .containsOnly(server.requests().get(0).headers().toString());
        }
    }

    @Test
    void value_garbledAnswerWithReplay_isRepeated() {
        try (ScriptedServer server = ScriptedServer.answering("{\"signatures\":[{", Bodies.SIGNATURES)) {
            StepVerifier.create(rig.client().swap(server.url(), Bodies.VALUE, WINDOW))
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void value_garbledAnswerWithoutReplay_leavesOnce() {
        try (ScriptedServer server = ScriptedServer.answering("{\"signatures\":[{")) {
            mayHaveActed(rig.client().swap(server.url(), Bodies.VALUE, Replay.NEVER), server, 1);
        }
    }

    /** E.3. */
    @Test
    void value_rejectedAfterALostAnswer_mayHaveActed() {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((request, out) -> asked.getAndIncrement() == 0
                ? dropped(out)
                : ScriptedServer.json(out, 400, "{\"detail\":\"inactive\",\"code\":12002}"))) {
            mayHaveActed(rig.client().swap(server.url(), Bodies.VALUE, WINDOW), server, 2);
        }
    }

    @Test
    void quote_lostAnswer_leavesOnce() {
        try (ScriptedServer server = dropping(99, "")) {
            mayHaveActed(rig.client().requestMintQuote(server.url(), Amount.of(1), CurrencyUnit.SAT), server, 1);
        }
    }

    private static void mayHaveActed(Publisher<?> call, ScriptedServer server, int requests) {
        StepVerifier.create(call)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                MintException.class,
                                error -> assertThat(error.mayHaveActed()).isTrue()))
                .verify();
        assertThat(server.requests()).hasSize(requests);
    }

    /** Answers {@code times} with a status, then with {@code body}. */
    private static ScriptedServer failing(int times, int status, @Nullable String retryAfter, String body) {
        AtomicInteger asked = new AtomicInteger();
        return new ScriptedServer((request, out) -> {
            if (asked.getAndIncrement() >= times) {
                return ScriptedServer.json(out, 200, body);
            }
            return retryAfter == null
                    ? out.status(status).send()
                    : out.status(status).header("Retry-After", retryAfter).send();
        });
    }

    /** Closes the connection {@code times} instead of an answer. */
    private static ScriptedServer dropping(int times, String body) {
        AtomicInteger asked = new AtomicInteger();
        return new ScriptedServer(
                (request, out) -> asked.getAndIncrement() < times ? dropped(out) : ScriptedServer.json(out, 200, body));
    }

    private static Publisher<Void> dropped(HttpServerResponse out) {
        out.withConnection(connection -> connection.dispose());
        return Mono.never();
    }
}
