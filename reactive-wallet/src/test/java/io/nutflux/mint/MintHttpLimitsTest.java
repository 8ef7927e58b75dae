package io.nutflux.mint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintResponseException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.model.MintUrl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** X.7, X.31: bounds of bytes, time and connections. */
class MintHttpLimitsTest {

    private static final int CAP = 64 * 1024;
    private static final Duration SOON = Duration.ofMillis(300);

    @Test
    void answer_exactlyAtTheCap_isRead() {
        String padded = Bodies.KEYSETS + " ".repeat(CAP - Bodies.KEYSETS.length());
        try (ClientRig rig = capped();
                ScriptedServer server = ScriptedServer.answering(padded)) {
            StepVerifier.create(rig.client().keysets(server.url()))
                    .expectNextCount(1)
                    .verifyComplete();
        }
    }

    @Test
    void answer_pastTheCap_isStoppedWhileStreaming() {
        AtomicLong sent = new AtomicLong();
        Flux<ByteBuf> endless = Flux.<ByteBuf>generate(sink -> {
            sent.addAndGet(1024);
            sink.next(Unpooled.wrappedBuffer(new byte[1024]));
        });
        CountDownLatch stopped = new CountDownLatch(1);
        try (ClientRig rig = capped();
                ScriptedServer server =
                        new ScriptedServer((request, out) -> out.send(endless.doOnCancel(stopped::countDown), b -> true)
                                .then())) {
            exceedsTheCap(rig.client().swap(server.url(), Bodies.VALUE, Replay.NEVER));
            await().until(() -> stopped.getCount() == 0);
            assertThat(sent.get()).isGreaterThan(CAP);
        }
    }

    @Test
    void answer_announcedPastTheCap_isNotRead() throws IOException {
        try (ClientRig rig = capped();
                RawServer server = new RawServer(connection -> {
                    RawServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: " + (CAP + 1) + "\r\n\r\n");
                    RawServer.awaitEnd(connection);
                })) {
            exceedsTheCap(rig.client().swap(server.url(), Bodies.VALUE, Replay.NEVER));
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void answer_gzip_isReadAndCountedUnfolded() throws IOException {
        byte[] padded = gzip((Bodies.KEYSETS + " ".repeat(CAP - Bodies.KEYSETS.length())).getBytes(UTF_8), 1);
        byte[] onePast = gzip((Bodies.KEYSETS + " ".repeat(CAP - Bodies.KEYSETS.length() + 1)).getBytes(UTF_8), 1);
        try (ClientRig rig = capped();
                ScriptedServer fits = gzipped(padded);
                ScriptedServer past = gzipped(onePast)) {
            StepVerifier.create(rig.client().keysets(fits.url()))
                    .expectNextCount(1)
                    .verifyComplete();
            exceedsTheCap(rig.client().keysets(past.url()));
        }
    }

    @Test
    void answer_gzipBomb_isStopped() throws IOException {
        byte[] bomb = gzip(new byte[1024 * 1024], 100);
        assertThat(bomb.length).isLessThan(200_000);
        try (ClientRig rig = new ClientRig(
                        ClientRig.once().maxResponseBytes(8 * 1024 * 1024).build());
                ScriptedServer server = gzipped(bomb)) {
            exceedsTheCap(rig.client().swap(server.url(), Bodies.VALUE, Replay.NEVER));
        }
    }

    @Test
    void error_withAHugeBody_isAnUnreadableError() {
        String huge = "{\"detail\":\"" + "a".repeat(CAP) + "\",\"code\":11001}";
        try (ClientRig rig = capped();
                ScriptedServer server = new ScriptedServer((request, out) -> ScriptedServer.json(out, 400, huge))) {
            StepVerifier.create(rig.client().swap(server.url(), Bodies.VALUE, Replay.NEVER))
                    .expectErrorSatisfies(e -> {
                        assertThat(e).isInstanceOf(MintUnavailableException.class);
                        assertThat(((MintException) e).mayHaveActed()).isTrue();
                    })
                    .verify();
        }
    }

    @Test
    void error_withAShortBody_isRead() {
        try (ClientRig rig = capped();
                ScriptedServer server = new ScriptedServer(
                        (request, out) -> ScriptedServer.json(out, 400, "{\"detail\":\"no\",\"code\":11005}"))) {
            StepVerifier.create(rig.client().swap(server.url(), Bodies.VALUE, Replay.NEVER))
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOfSatisfying(
                                    MintRejectedException.class,
                                    no -> assertThat(no.hasCode(11005)).isTrue()))
                    .verify();
        }
    }

    @Test
    void answer_never_endsAtTheResponseTimeoutAndClosesTheConnection() throws IOException {
        try (ClientRig rig = new ClientRig(
                        ClientRig.once().valueResponseTimeout(SOON).build());
                RawServer server = new RawServer(RawServer::awaitEnd)) {
            timesOut(rig.client().swap(server.url(), Bodies.VALUE, Replay.NEVER));
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void answer_dropByDrop_endsAtTheResponseTimeout() {
        try (ClientRig rig = new ClientRig(
                        ClientRig.once().valueResponseTimeout(SOON).build());
                ScriptedServer server = dripping()) {
            timesOut(rig.client().swap(server.url(), Bodies.VALUE, Replay.NEVER));
        }
    }

    @Test
    void answer_dropByDrop_endsAtTheTotalTimeout() {
        try (ClientRig rig = new ClientRig(
                        MintClientOptions.builder().totalTimeout(SOON).build());
                ScriptedServer server = dripping()) {
            StepVerifier.create(rig.client().keysets(server.url()))
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(MintUnavailableException.class)
                            .hasCauseInstanceOf(TimeoutException.class))
                    .verify();
        }
    }

    @Test
    void cancel_closesTheExchangeAndFreesItsConnection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ClientRig rig =
                        new ClientRig(ClientRig.once().maxConnectionsPerMint(1).build());
                RawServer server = new RawServer(connection -> firstHangsThenAnswers(connection, asked))) {
            Disposable call = rig.client().keysets(server.url()).subscribe();
            asked.await();
            call.dispose();
            await().until(() -> server.openConnections() == 0);
            // The only connection of the pool is free again.
            StepVerifier.create(rig.client().keysets(server.url()))
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void connections_perMint_areBounded() throws IOException {
        try (ClientRig rig = new ClientRig(ClientRig.once()
                        .maxConnectionsPerMint(2)
                        .pendingAcquireMaxCount(1)
                        .pendingAcquireTimeout(SOON)
                        .build());
                RawServer server = new RawServer(RawServer::awaitEnd)) {
            MintUrl mint = server.url();
            Disposable.Composite hanging = Disposables.composite(
                    rig.client().keysets(mint).subscribe(),
                    rig.client().keysets(mint).subscribe());
            await().until(() -> server.openConnections() == 2);
            Mono<?> swap = rig.client().swap(mint, Bodies.VALUE, Replay.NEVER);
            StepVerifier.create(swap)
                    .expectErrorSatisfies(e -> {
                        assertThat(e).isInstanceOf(MintUnavailableException.class);
                        assertThat(((MintException) e).mayHaveActed()).isFalse();
                    })
                    .verify();
            assertThat(server.connections()).isEqualTo(2);
            hanging.dispose();
        }
    }

    @Test
    void connection_ofOneCall_servesTheNext() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + Bodies.KEYSETS.length() + "\r\n\r\n" + Bodies.KEYSETS;
        try (ClientRig rig =
                        new ClientRig(ClientRig.once().maxConnectionsPerMint(1).build());
                RawServer server = new RawServer(connection -> {
                    RawServer.write(connection, answer);
                    RawServer.readHead(connection.getInputStream());
                    RawServer.write(connection, answer);
                })) {
            Mono<?> call = rig.client().keysets(server.url());
            StepVerifier.create(call.then(call)).expectNextCount(1).verifyComplete();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static void firstHangsThenAnswers(Socket connection, CountDownLatch asked) throws IOException {
        if (asked.getCount() == 1) {
            asked.countDown();
            RawServer.awaitEnd(connection);
        } else {
            RawServer.write(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Length: " + Bodies.KEYSETS.length() + "\r\n\r\n" + Bodies.KEYSETS);
        }
    }

    private static ClientRig capped() {
        return new ClientRig(ClientRig.once().maxResponseBytes(CAP).build());
    }

    private static ScriptedServer dripping() {
        return new ScriptedServer((request, out) -> out.send(
                        Flux.interval(Duration.ofMillis(20)).map(i -> Unpooled.wrappedBuffer(new byte[] {' '})),
                        b -> true)
                .then());
    }

    private static ScriptedServer gzipped(byte[] body) {
        return new ScriptedServer((request, out) -> out.header("Content-Encoding", "gzip")
                .sendByteArray(Mono.just(body))
                .then());
    }

    private static byte[] gzip(byte[] content, int times) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < times; i++) {
                gzip.write(content);
            }
        }
        return bytes.toByteArray();
    }

    private static void exceedsTheCap(Mono<?> call) {
        StepVerifier.create(call)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(MintResponseException.class)
                        .hasCauseInstanceOf(LimitExceededException.class))
                .verify();
    }

    private static void timesOut(Mono<?> call) {
        StepVerifier.create(call)
                .expectErrorSatisfies(e -> {
                    assertThat(e)
                            .isInstanceOf(MintUnavailableException.class)
                            .hasCauseInstanceOf(TimeoutException.class);
                    assertThat(((MintException) e).mayHaveActed()).isTrue();
                })
                .verify();
    }
}
