package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The errors of this package. Messages name keys and operations, never secrets. */
final class Errors {

    private Errors() {}

    static StoreException conflict(String message) {
        return new StoreException(StoreException.Kind.CONFLICT, message, null);
    }

    static StoreException unavailable(String message, @Nullable Throwable cause) {
        return new StoreException(StoreException.Kind.UNAVAILABLE, message, cause);
    }

    static StoreException inUse(String message) {
        return new StoreException(StoreException.Kind.IN_USE, message, null);
    }

    static StoreException corrupt(String message) {
        return new StoreException(StoreException.Kind.CORRUPT, message, null);
    }

    static StoreException closed() {
        return new StoreException(StoreException.Kind.CLOSED, "the store is closed", null);
    }

    static StoreException keysKeepChanging(@Nullable Throwable cause) {
        return unavailable("the wallet's data keys change again and again; try again later", cause);
    }

    /** Completes if {@code changed} emits {@code expected}; otherwise a conflict. */
    static Mono<Void> require(Mono<Long> changed, int expected, String message) {
        return changed.flatMap(count -> count == expected ? Mono.empty() : Mono.error(conflict(message)));
    }
}
