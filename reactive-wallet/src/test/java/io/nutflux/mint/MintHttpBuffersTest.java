package io.nutflux.mint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** However an exchange ends, every buffer it took is given back: the allocator's own books say so. */
class MintHttpBuffersTest {

    private static final int CAP = 16 * 1024;

    static Stream<Named<ScriptedServer.Script>> endings() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[4 * 1024 * 1024]);
        }
        String huge = "x".repeat(10 * CAP);
        return Stream.of(
                Named.of("answer", (request, out) -> ScriptedServer.json(out, 200, Bodies.SIGNATURES)),
                Named.of("not JSON", (request, out) -> ScriptedServer.json(out, 200, "<html>")),
                Named.of("error", (request, out) -> ScriptedServer.json(out, 400, "{\"code\":11001}")),
                Named.of("huge error", (request, out) -> ScriptedServer.json(out, 400, huge)),
                Named.of(
                        "past the cap",
                        (request, out) -> out.sendByteArray(Flux.range(0, 64)
                                        .map(i -> huge.substring(0, 1024).getBytes(UTF_8)))
                                .then()),
                Named.of(
                        "gzip bomb",
                        (request, out) -> out.header("Content-Encoding", "gzip")
                                .sendByteArray(Mono.just(bomb.toByteArray()))
                                .then()),
                Named.of(
                        "broken gzip",
                        (request, out) -> out.header("Content-Encoding", "gzip")
                                .sendByteArray(Mono.just("no gzip at all".getBytes(UTF_8)))
                                .then()),
                Named.of("cut short", (request, out) -> {
                    out.header("Content-Length", "5000");
                    return out.sendByteArray(Mono.just(new byte[2000]))
                            .then()
                            .then(Mono.fromRunnable(() -> out.withConnection(connection -> connection.dispose())));
                }),
                Named.of(
                        "too slow",
                        (request, out) -> out.send(
                                        Flux.interval(Duration.ofMillis(5))
                                                .map(i -> Unpooled.wrappedBuffer(new byte[100])),
                                        b -> true)
                                .then()));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void exchange_ofAnyEnding_givesItsBuffersBack(ScriptedServer.Script script) {
        UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
        MintClientOptions options = ClientRig.once()
                .maxResponseBytes(CAP)
                .valueResponseTimeout(Duration.ofMillis(200))
                .build();
        try (ScriptedServer server = new ScriptedServer(script)) {
            try (ClientRig rig = new ClientRig(options, buffers)) {
                Flux.range(0, 10)
                        .concatMap(i -> rig.client()
                                .swap(server.url(), Bodies.VALUE, Replay.NEVER)
                                .then()
                                .onErrorComplete())
                        .blockLast();
                assertThat(server.requests()).hasSize(10);
            }
        }
        await().untilAsserted(() -> assertThat(
                        buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory())
                .isZero());
    }
}
