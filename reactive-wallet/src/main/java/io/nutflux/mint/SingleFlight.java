package io.nutflux.mint;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A bounded cache that runs one source for a key however many ask at once.
 *
 * <p>The source runs to its end even if all who wait for it cancel: the next one who asks will want its value. A failure
 * reaches those who wait and is not kept.
 */
final class SingleFlight<K, V> {

    private final AsyncCache<K, V> cache;

    /** @param lifetime how long a value is good */
    SingleFlight(long maximumSize, Function<V, Duration> lifetime, Clock clock) {
        this.cache = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .expireAfter(Expiry.<K, V>writing((key, value) -> lifetime.apply(value)))
                .buildAsync();
    }

    /** The value at hand, or on its way, or of {@code source}. */
    Mono<V> get(K key, Mono<V> source) {
        return get(key, source, value -> true);
    }

    /** As {@link #get(Object, Mono)}, taking a value at hand only if it is {@code good}. */
    Mono<V> get(K key, Mono<V> source, Predicate<V> good) {
        return Mono.defer(() -> {
            CompletableFuture<V> present = cache.getIfPresent(key);
            if (present != null && isGood(present, good)) {
                return result(present);
            }
            CompletableFuture<V> own = new CompletableFuture<>();
            CompletableFuture<V> flight = cache.asMap()
                    .compute(key, (k, current) -> current != null && isGood(current, good) ? current : own);
            if (flight == own) {
                // Outside of compute, so that nothing runs under the cache's lock.
                launch(key, own, source);
            }
            return result(flight);
        });
    }

    private static <V> Mono<V> result(CompletableFuture<V> flight) {
        return Mono.fromFuture(flight, true).onErrorMap(FailedFlight.class, FailedFlight::error);
    }

    private void launch(K key, CompletableFuture<V> flight, Mono<V> source) {
        source.switchIfEmpty(Mono.error(() -> new IllegalStateException("nothing to cache")))
                .subscribe(flight::complete, error -> {
                    cache.asMap().remove(key, flight);
                    flight.completeExceptionally(new FailedFlight(error));
                });
    }

    /** A failure on its way to those who wait. Of this type, because the cache logs any other as a fault of its own. */
    private static final class FailedFlight extends CancellationException {

        private static final long serialVersionUID = 1L;

        private final Throwable error;

        FailedFlight(Throwable error) {
            this.error = error;
            initCause(error);
        }

        Throwable error() {
            return error;
        }
    }

    private boolean isGood(CompletableFuture<V> flight, Predicate<V> good) {
        if (!flight.isDone()) {
            return true;
        }
        @Nullable V value = flight.isCompletedExceptionally() ? null : flight.getNow(null);
        return value != null && good.test(value);
    }
}
