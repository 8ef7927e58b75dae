package io.nutflux.vault;

import io.nutflux.error.StoreException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * HTTP exchanges with Vault, by the JDK's client: at most {@value #CONCURRENCY} at a time, capped, timed, and repeated with
 * full jitter where the failure may pass. Encrypting and decrypting once more harms nothing. No redirects: the token goes to
 * the configured server and nowhere else.
 */
final class TransitHttp {

    private static final int CONCURRENCY = 8;
    private static final int MAX_RESPONSE_BYTES = 64 * 1024;
    private static final int MAX_TOKEN = 8 * 1024;
    private static final long IDLE_SECONDS = 5;
    private static final String THREAD = KeyWorker.THREAD + "-http";

    /** An answer of any status. */
    static final class Answer {
        private final int status;
        private final byte[] body;

        Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }
    }

    private final TransitAddress address;
    private final Supplier<String> token;
    private final VaultTransitOptions options;
    private final KeyWorker worker = new KeyWorker();
    private final Semaphore permits = new Semaphore(CONCURRENCY);
    private final Executor executor = executor();
    private final Scheduler results = Schedulers.fromExecutor(executor);
    private final HttpClient client;
    private volatile boolean closed;

    TransitHttp(TransitAddress address, Supplier<String> token, VaultTransitOptions options) {
        this.address = address;
        this.token = token;
        this.options = options;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.connectTimeout())
                .executor(executor);
        if (options.tls() != null) {
            builder.sslContext(options.tls());
        }
        this.client = builder.build();
    }

    /** Never shut down, so that what is under way ends; its threads end when they have nothing to do. */
    private static Executor executor() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(2, 2, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, THREAD);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Posts {@code body} and overwrites it in the end; repeated while the failure may pass. */
    Mono<Answer> post(String action, byte[] body) {
        return attempt(action, body, 1, System.nanoTime()).doFinally(end -> AesGcm.wipe(body));
    }

    /** One attempt. */
    Mono<Answer> get(String action) {
        return exchange(action, null);
    }

    void close() {
        closed = true;
        worker.close();
    }

    private Mono<Answer> attempt(String action, byte[] body, int number, long startedAt) {
        return exchange(action, body).onErrorResume(PassingException.class, e -> {
            Duration wait = waitAfter(number);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - startedAt);
            if (number >= options.maxAttempts() || elapsed.plus(wait).compareTo(options.totalTimeout()) >= 0) {
                return Mono.error(e.last(number));
            }
            return delay(wait).then(Mono.defer(() -> attempt(action, body, number + 1, startedAt)));
        });
    }

    private Duration waitAfter(int attempts) {
        long max = options.maxBackoff().toMillis();
        long bound = options.minBackoff().toMillis();
        for (int i = 1; i < attempts && bound < max; i++) {
            bound *= 2;
        }
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(Math.min(bound, max) + 1));
    }

    private Mono<Void> delay(Duration wait) {
        return Mono.fromFuture(() -> CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, executor)));
    }

    private Mono<Answer> exchange(String action, byte @Nullable [] body) {
        return worker.call(() -> send(request(action, body)))
                .flatMap(Mono::fromFuture)
                // The client completes on a thread of the JVM's common pool, whatever its executor.
                .publishOn(results)
                .onErrorMap(e -> !(e instanceof StoreException), this::failure)
                .flatMap(response -> answer(response.statusCode(), response.body()));
    }

    /**
     * Waits, on the provider's own thread, until fewer than the allowed number are under way. An exchange always ends: the
     * JDK's timeout covers the wait for the answer's head only, so a slow body is cut off here.
     */
    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) throws InterruptedException {
        permits.acquire();
        CompletableFuture<HttpResponse<byte[]>> exchange;
        try {
            exchange = client.sendAsync(request, BoundedBody.handler(MAX_RESPONSE_BYTES));
        } catch (RuntimeException | Error e) {
            permits.release();
            throw e;
        }
        CompletableFuture.delayedExecutor(options.responseTimeout().toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(() -> exchange.cancel(true));
        return exchange.whenComplete((response, error) -> permits.release());
    }

    private HttpRequest request(String action, byte @Nullable [] body) {
        if (closed) {
            throw VaultErrors.closed();
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(address.uri(action))
                .timeout(options.responseTimeout())
                .header("Accept", "application/json")
                .header("X-Vault-Request", "true")
                .header("X-Vault-Token", presentToken());
        String namespace = options.namespace();
        if (namespace != null) {
            request.header("X-Vault-Namespace", namespace);
        }
        if (body != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body));
        }
        return request.build();
    }

    /** Checked here, because the JDK's error about an impossible header repeats it. */
    private String presentToken() {
        String present;
        try {
            present = token.get();
        } catch (RuntimeException e) {
            throw VaultErrors.unavailable(
                    "the source of the token for Vault failed with "
                            + e.getClass().getSimpleName(),
                    null);
        }
        if (present == null || present.length() > MAX_TOKEN || !present.matches("[!-~]+")) {
            throw VaultErrors.unavailable(
                    "the source of the token for Vault gave none, or one that cannot be sent", null);
        }
        return present;
    }

    private Mono<Answer> answer(int status, byte[] body) {
        if (status == 412 || status == 429 || status >= 500) {
            return Mono.error(new PassingException(address + " answers " + status + reason(status), null));
        }
        return Mono.just(new Answer(status, body));
    }

    private static String reason(int status) {
        return switch (status) {
            case 429 -> ": too many requests";
            case 503 -> ": it is sealed or in maintenance";
            default -> "";
        };
    }

    private Throwable failure(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof BoundedBody.TooLongException) {
                return VaultErrors.unavailable(
                        address + " answers with more than " + MAX_RESPONSE_BYTES + " bytes; is it Vault?", null);
            }
        }
        if (cause instanceof CancellationException) {
            return new PassingException(address + " does not answer in time", null);
        }
        if (cause instanceof IOException) {
            return new PassingException(
                    address + " does not answer: " + cause.getClass().getSimpleName(), cause);
        }
        return cause;
    }

    /** A failure of one attempt that another may not meet. */
    private static final class PassingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String problem;

        PassingException(String problem, @Nullable Throwable cause) {
            super(problem, cause);
            this.problem = problem;
        }

        StoreException last(int attempts) {
            return VaultErrors.unavailable(
                    "Vault at " + problem + (attempts > 1 ? " (" + attempts + " attempts)" : ""), getCause());
        }
    }
}
