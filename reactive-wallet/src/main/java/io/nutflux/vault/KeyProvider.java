package io.nutflux.vault;

import java.nio.file.Path;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Keeps the key that wraps data keys, and uses it. Implementations never hand that key out.
 *
 * <p>Publishers are cold and do not block the thread that subscribes; results may arrive on a thread of the provider's own.
 * Errors are {@link io.nutflux.error.StoreException}s: {@code WRONG_KEY} if the wrapped key is not this provider's (a wrong
 * password, another key, another context, an edited row), {@code UNAVAILABLE} if the key service does not answer or the
 * key cannot be had, {@code CLOSED} after {@link #close}.
 *
 * <p>{@code KeyProviderContract} in the test-jar holds an implementation to all this.
 */
public interface KeyProvider {

    /** A password, at the default cost; see {@link PasswordKeys}. */
    static KeyProvider password(char[] password) {
        return PasswordKeys.of(password);
    }

    /** An AES key of a key store's file; see {@link KeyStoreKeys}. */
    static KeyProvider keyStore(Path file, char[] password, String alias, String... older) {
        return KeyStoreKeys.of(file, password, alias, older);
    }

    /**
     * For a change of password, key or key service: wraps with {@code now}, unwraps with it or, in order, with those
     * {@code before} it. Once every stored key {@link #isCurrent}, those before are no longer needed. Closing closes all.
     */
    static KeyProvider rotating(KeyProvider now, KeyProvider... before) {
        return new RotatingKeys(now, List.of(before));
    }

    /** Wraps {@code key} for storage. The context is authenticated: unwrapping with another fails. */
    Mono<WrappedKey> wrap(KeyContext context, DataKey key);

    /** The data key that {@link #wrap} was given, by this or an equally configured provider. The caller closes it. */
    Mono<DataKey> unwrap(KeyContext context, WrappedKey wrapped);

    /**
     * Whether {@code wrapped} was made with this provider's present key, so that rotation has nothing to do. Answered at
     * once, from what this provider has wrapped and unwrapped so far: ask after {@link #unwrap} has
     * succeeded. A needless {@code false} costs one more wrapping.
     */
    boolean isCurrent(WrappedKey wrapped);

    /** Forgets key material, as far as the JVM allows. Idempotent. */
    default void close() {}
}
