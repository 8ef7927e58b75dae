package io.nutflux.mint;

import io.netty.handler.codec.http.HttpHeaders;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RequestBody;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/** An HTTP server on loopback that remembers what it was asked and answers what the test says. */
final class ScriptedServer implements AutoCloseable {

    /** How to answer a request. */
    interface Script extends BiFunction<Request, HttpServerResponse, Publisher<Void>> {}

    record Request(String method, String uri, HttpHeaders headers, RequestBody body) {

        String text() {
            return new String(body.toBytes(), StandardCharsets.UTF_8);
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final DisposableServer server;

    ScriptedServer(Script script) {
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((in, out) -> in.receive()
                        .aggregate()
                        .asByteArray()
                        .defaultIfEmpty(new byte[0])
                        .map(body -> new Request(
                                in.method().name(),
                                in.uri(),
                                in.requestHeaders().copy(),
                                RequestBody.of(body)))
                        .doOnNext(requests::add)
                        .flatMap(request -> Mono.from(script.apply(request, out))))
                .bindNow();
    }

    /** A server that answers each request with the next of {@code bodies}, and with the last one ever after. */
    static ScriptedServer answering(String... bodies) {
        return new ScriptedServer(new Script() {
            private int asked;

            @Override
            public synchronized Publisher<Void> apply(Request request, HttpServerResponse out) {
                return json(out, 200, bodies[Math.min(asked++, bodies.length - 1)]);
            }
        });
    }

    static Publisher<Void> json(HttpServerResponse out, int status, String body) {
        return out.status(status)
                .header("Content-Type", "application/json")
                .sendString(Mono.just(body))
                .then();
    }

    MintUrl url() {
        return MintUrl.of("http://127.0.0.1:" + server.port());
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
    }
}
