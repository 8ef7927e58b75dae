package io.nutflux.mint;

import io.nutflux.codec.MintCodec;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RequestBody;
import java.time.Clock;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The library's client, with its retries and its judgement of answers, over a network that is handed in. */
public final class SimulatedMintClient {

    private SimulatedMintClient() {}

    /** Carries one request to a mint and its answer back. */
    @FunctionalInterface
    public interface Network {

        /**
         * The answer, or an error as a broken connection gives.
         *
         * @param path below the mint's address
         * @param left to be run before the request leaves
         */
        Mono<Reply> send(String path, byte @Nullable [] body, Runnable left);
    }

    /** What arrives at the wallet. Arrays are not copied. */
    public static final class Reply {

        private final int status;
        private final @Nullable String retryAfter;
        private final byte[] body;

        public Reply(int status, @Nullable String retryAfter, byte[] body) {
            this.status = status;
            this.retryAfter = retryAfter;
            this.body = body;
        }

        public int status() {
            return status;
        }

        public byte[] body() {
            return body;
        }
    }

    /**
     * The client over a simulated network.
     *
     * @param jitter from a bound to a number between zero and it, both included
     */
    public static MintClient create(
            MintClientOptions options,
            MintCodec codec,
            Network network,
            Scheduler timer,
            Clock clock,
            LongUnaryOperator jitter) {
        RetryPolicy policy = new RetryPolicy(
                options.maxAttempts(), options.minBackoff(), options.maxBackoff(), options.maxRetryAfter(), jitter);
        return new NettyMintClient(options, codec, over(network), new ErrorMapping(codec, clock), policy, timer);
    }

    private static Exchange over(Network network) {
        return new Exchange() {
            @Override
            public Mono<Answer> exchange(MintUrl mint, Call call, Departure departure) {
                RequestBody body = call.body();
                return network.send(call.path(), body == null ? null : body.toBytes(), departure::leave)
                        .map(reply -> new Answer(reply.status, reply.retryAfter, reply.body));
            }

            @Override
            public Mono<Void> close() {
                return Mono.empty();
            }
        };
    }
}
