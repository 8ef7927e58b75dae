package io.nutflux.testmint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Arrays;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.FutureMono;
import reactor.netty.http.server.HttpServerResponse;

/** Writes answers to connections as their {@link Delivery} says. */
final class AnswerWriter {

    private static final byte[] BLANKS = blanks();

    private final Scheduler scheduler;

    AnswerWriter(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    Mono<Void> write(Answer answer, HttpServerResponse response) {
        response.status(answer.status());
        answer.headers().forEach(response::header);
        byte[] body = answer.body();
        Delivery delivery = answer.delivery();
        if (delivery instanceof Delivery.Dropped) {
            return hangUp(response);
        }
        if (delivery instanceof Delivery.Truncated) {
            byte[] half = Arrays.copyOf(body, body.length / 2);
            return sized(response, body.length)
                    .send(Flux.just(Unpooled.wrappedBuffer(half)), buffer -> true)
                    .then(hangUp(response))
                    .then();
        }
        if (delivery instanceof Delivery.Padded padded) {
            return response.send(padding(padded.bytes()).concatWithValues(Unpooled.wrappedBuffer(body)))
                    .then();
        }
        if (delivery instanceof Delivery.Dripped dripped) {
            Flux<ByteBuf> drops = drops(body, dripped.chunk()).delayElements(dripped.pause(), scheduler);
            return sized(response, body.length).send(drops, buffer -> true).then();
        }
        return sized(response, body.length).sendByteArray(Mono.just(body)).then();
    }

    private static HttpServerResponse sized(HttpServerResponse response, int length) {
        return response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(length));
    }

    /** Never completes: the closing channel ends the exchange. */
    private static Mono<Void> hangUp(HttpServerResponse response) {
        return Mono.<Channel>create(sink -> response.withConnection(connection -> sink.success(connection.channel())))
                .flatMap(channel -> FutureMono.from(channel.close()))
                .then(Mono.never());
    }

    private static Flux<ByteBuf> drops(byte[] body, int chunk) {
        return Flux.range(0, (body.length + chunk - 1) / chunk)
                .map(i -> Unpooled.wrappedBuffer(body, i * chunk, Math.min(chunk, body.length - i * chunk)));
    }

    private static Flux<ByteBuf> padding(long bytes) {
        return Flux.generate(() -> bytes, (left, sink) -> {
            if (left == 0) {
                sink.complete();
                return left;
            }
            int size = (int) Math.min(left, BLANKS.length);
            sink.next(Unpooled.wrappedBuffer(BLANKS, 0, size));
            return left - size;
        });
    }

    private static byte[] blanks() {
        byte[] blanks = new byte[1 << 16];
        Arrays.fill(blanks, (byte) ' ');
        return blanks;
    }
}
