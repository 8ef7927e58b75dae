package io.nutflux.vault;

import reactor.core.publisher.Mono;

/**
 * Keeps the key that wraps data keys, and uses it. Implementations never hand that key out.
 *
 * <p>Publishers are cold and do not block the thread that subscribes; results may arrive on a thread of the provider's own.
 * Errors are {@link io.nutflux.error.StoreException}s: {@code WRONG_KEY} if the wrapped key is not this provider's (a wrong
 * password, another key, another context, an edited row), {@code UNAVAILABLE} if the key service does not answer.
 */
public interface KeyProvider {

    /** Wraps {@code key} for storage. The context is authenticated: unwrapping with another fails. */
    Mono<WrappedKey> wrap(KeyContext context, DataKey key);

    /** The data key that {@link #wrap} was given, by this or an equally configured provider. */
    Mono<DataKey> unwrap(KeyContext context, WrappedKey wrapped);

    /** Whether {@code wrapped} was made with this provider's present key, so that rotation has nothing to do. */
    boolean isCurrent(WrappedKey wrapped);

    /** Forgets key material, as far as the JVM allows. Idempotent. */
    default void close() {}
}
