package io.nutflux.mint;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
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

    private final AsyncCache<K, Outcome<V>> cache;

    /** @param lifetime how long a value is good */
    SingleFlight(long maximumSize, Function<V, Duration> lifetime, Clock clock) {
        this.cache = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .expireAfter(Expiry.<K, Outcome<V>>writing((key, outcome) -> outcome.lifetime(lifetime)))
                .buildAsync();
    }

    /** The value at hand, or on its way, or of {@code source}. */
    Mono<V> get(K key, Mono<V> source) {
        return get(key, source, value -> true);
    }

    /** As {@link #get(Object, Mono)}, taking a value at hand only if it is {@code good}. */
    Mono<V> get(K key, Mono<V> source, Predicate<V> good) {
        return Mono.defer(() -> {
            CompletableFuture<Outcome<V>> present = cache.getIfPresent(key);
            if (present != null && isGood(present, good)) {
                return result(present);
            }
            CompletableFuture<Outcome<V>> own = new CompletableFuture<>();
            CompletableFuture<Outcome<V>> flight = cache.asMap()
                    .compute(key, (k, current) -> current != null && isGood(current, good) ? current : own);
            if (flight == own) {
                // Outside of compute, so that nothing runs under the cache's lock.
                launch(key, own, source);
            }
            return result(flight);
        });
    }

    private Mono<V> result(CompletableFuture<Outcome<V>> flight) {
        return Mono.fromFuture(flight, true).flatMap(Outcome::toMono);
    }

    private void launch(K key, CompletableFuture<Outcome<V>> flight, Mono<V> source) {
        source.switchIfEmpty(Mono.error(() -> new IllegalStateException("nothing to cache")))
                .subscribe(value -> flight.complete(new Outcome<>(value, null)), error -> {
                    cache.asMap().remove(key, flight);
                    flight.complete(new Outcome<>(null, error));
                });
    }

    private static <V> boolean isGood(CompletableFuture<Outcome<V>> flight, Predicate<V> good) {
        Outcome<V> outcome = flight.getNow(null);
        return outcome == null || (outcome.value() != null && good.test(outcome.value()));
    }

    /** What a source came to. A failure is a value to the cache, which would log a failed future as if it were a fault. */
    private record Outcome<V>(@Nullable V value, @Nullable Throwable error) {

        Mono<V> toMono() {
            return error == null ? Mono.justOrEmpty(value) : Mono.error(error);
        }

        Duration lifetime(Function<V, Duration> ofValue) {
            return value == null ? Duration.ZERO : ofValue.apply(value);
        }
    }
}
