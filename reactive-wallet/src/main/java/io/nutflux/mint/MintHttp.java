package io.nutflux.mint;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.ssl.SslContextBuilder;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.LimitExceededException.Limit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RequestBody;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.client.HttpClientSecurityUtils;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

/**
 * Single HTTP exchanges with mints: connections, TLS, the cap on an answer's bytes. No retries here, not even Reactor
 * Netty's own one, and no redirects: a request goes to the mint it is for, once.
 *
 * <p>The cap counts bytes while they stream in, and again while they are decompressed. An answer past it closes the
 * connection; a small compressed body that unfolds to gigabytes costs the cap and no more.
 */
final class MintHttp implements Exchange {

    private static final String[] TLS_VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final int MAX_STATUS_LINE = 4 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    /** Errors are short; one that is not is no mint's. */
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private static final Duration MAX_CONNECTION_LIFE = Duration.ofMinutes(10);
    private static final Duration POOL_SWEEP = Duration.ofSeconds(30);
    private static final Duration POOL_IDLE = Duration.ofMinutes(5);
    private static final byte[] NOTHING = {};

    private final ConnectionProvider connections;
    private final HttpClient client;
    private final int maxResponseBytes;

    MintHttp(MintClientOptions options, Scheduler timer) {
        this(options, timer, ByteBufAllocator.DEFAULT);
    }

    MintHttp(MintClientOptions options, Scheduler timer, ByteBufAllocator buffers) {
        this.maxResponseBytes = options.maxResponseBytes();
        this.connections = ConnectionProvider.builder("nutflux-mint")
                .maxConnections(options.maxConnectionsPerMint())
                .pendingAcquireMaxCount(options.pendingAcquireMaxCount())
                .pendingAcquireTimeout(options.pendingAcquireTimeout())
                .pendingAcquireTimer((task, wait) -> timer.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS))
                .maxIdleTime(options.maxIdleTime())
                .maxLifeTime(MAX_CONNECTION_LIFE)
                .evictInBackground(POOL_SWEEP, timer)
                .disposeInactivePoolsInBackground(POOL_SWEEP, POOL_IDLE)
                .build();
        this.client = HttpClient.create(connections)
                .protocol(HttpProtocol.HTTP11)
                .disableRetry(true)
                .followRedirect(false)
                .option(ChannelOption.ALLOCATOR, buffers)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(options.connectTimeout()))
                .httpResponseDecoder(
                        spec -> spec.maxInitialLineLength(MAX_STATUS_LINE).maxHeaderSize(MAX_HEADERS))
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, options.userAgent())
                        .set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON)
                        .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.GZIP))
                .secure(tls(options));
    }

    private static SslProvider tls(MintClientOptions options) {
        TrustManagerFactory trustManagers = options.trustManagers();
        SslProvider.GenericSslContextSpec<SslContextBuilder> context = Http11SslContextSpec.forClient()
                .configure(builder -> {
                    builder.protocols(TLS_VERSIONS);
                    if (trustManagers != null) {
                        builder.trustManager(trustManagers);
                    }
                });
        return SslProvider.builder()
                .sslContext(context)
                .handlerConfigurator(HttpClientSecurityUtils.HOSTNAME_VERIFICATION_CONFIGURER)
                .handshakeTimeout(options.connectTimeout())
                .build();
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }

    @Override
    public Mono<Answer> exchange(MintUrl mint, Call call, Departure departure) {
        URI uri = URI.create(mint.resolve(call.path()));
        RequestBody body = call.body();
        HttpClient.ResponseReceiver<?> receiver = body == null
                ? client.get().uri(uri)
                : client.headers(headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length()))
                        .post()
                        .uri(uri)
                        .send(sent(body, departure));
        return receiver.response(this::collect).single();
    }

    /** Reactor Netty asks for the body only once the connection stands and is still open. */
    private static Mono<ByteBuf> sent(RequestBody body, Departure departure) {
        return Mono.fromSupplier(() -> {
            departure.leave();
            return Unpooled.wrappedBuffer(body.toBytes());
        });
    }

    private Mono<Answer> collect(HttpClientResponse response, ByteBufFlux content) {
        int status = response.status().code();
        String retryAfter = response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER);
        String encoding = response.responseHeaders().get(HttpHeaderNames.CONTENT_ENCODING);
        boolean success = status >= 200 && status < 300;
        int limit = success ? maxResponseBytes : Math.min(maxResponseBytes, MAX_ERROR_BYTES);
        Mono<byte[]> bytes = bytes(response, content, limit);
        // Of an error the status says enough; a body that cannot be read makes it an unreadable one.
        return (success ? bytes : bytes.onErrorReturn(NOTHING))
                // Unfolding takes a while, and is left to who reads the answer: connections are served here.
                .map(body -> HttpHeaderValues.GZIP.contentEqualsIgnoreCase(encoding)
                        ? Answer.folded(status, retryAfter, body, limit)
                        : new Answer(status, retryAfter, body));
    }

    private static Mono<byte[]> bytes(HttpClientResponse response, ByteBufFlux content, int limit) {
        String announced = response.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH);
        if (announced != null && exceeds(announced, limit)) {
            return Mono.error(new LimitExceededException(Limit.RESPONSE_BYTES, limit));
        }
        return content.collect(
                        () -> new BoundedBytes(limit), (BoundedBytes bytes, ByteBuf chunk) -> bytes.append(chunk))
                .map(BoundedBytes::toBytes);
    }

    private static boolean exceeds(String announced, int limit) {
        try {
            return Long.parseLong(announced.trim()) > limit;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    @Override
    public Mono<Void> close() {
        return connections.disposeLater();
    }
}
