package io.nutflux.testmint;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Takes requests from the event loop, processes them on the mint's own threads and hands the answers to the writer.
 * Processing goes on when the wallet hangs up, as in a real mint.
 */
final class Router {

    private static final byte[] NO_BODY = new byte[0];

    private final String prefix;
    private final Endpoints endpoints;
    private final CachedAnswers cache;
    private final RequestLog log;
    private final Faults faults;
    private final Scheduler scheduler;
    private final AnswerWriter writer;

    Router(
            String prefix,
            Endpoints endpoints,
            CachedAnswers cache,
            RequestLog log,
            Faults faults,
            Scheduler scheduler) {
        this.prefix = prefix;
        this.endpoints = endpoints;
        this.cache = cache;
        this.log = log;
        this.faults = faults;
        this.scheduler = scheduler;
        this.writer = new AnswerWriter(scheduler);
    }

    Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        Route route = Route.of(request.method().name(), path(request.uri()));
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(NO_BODY)
                .flatMap(body -> detached(answer(route, body)))
                .flatMap(answer -> writer.write(answer, response));
    }

    private Mono<Answer> answer(Route route, byte[] body) {
        log.record(route.path(), body);
        Mono<Answer> processing = Mono.fromCallable(() -> cache.get(route, body, () -> process(route, body)))
                .subscribeOn(scheduler);
        Fault fault = faults.take(route.path());
        return fault == null ? processing : fault.around(processing, scheduler);
    }

    private Answer process(Route route, byte[] body) {
        try {
            return Answer.json(200, endpoints.answer(route, body));
        } catch (MintError e) {
            return Answer.error(e);
        } catch (RuntimeException e) {
            return Answer.error(new MintError(500, null, "the test mint failed: " + e));
        }
    }

    private static Mono<Answer> detached(Mono<Answer> answer) {
        Sinks.One<Answer> sink = Sinks.one();
        answer.subscribe(
                value -> sink.emitValue(value, Sinks.EmitFailureHandler.FAIL_FAST),
                error -> sink.emitError(error, Sinks.EmitFailureHandler.FAIL_FAST));
        return sink.asMono();
    }

    private String path(String uri) {
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        return path.startsWith(prefix + "/") ? path.substring(prefix.length()) : "/not-below-prefix" + path;
    }
}
