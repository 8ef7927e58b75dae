package io.nutflux.perf.run;

import io.nutflux.error.StoreException;
import io.nutflux.store.WalletStore;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** A store on which no operation comes to its end: one third fails before it is sent, one when it is, one when it settles. */
final class CrashingStore {

    private final WalletStore beneath;
    private final AtomicInteger sent = new AtomicInteger();

    CrashingStore(WalletStore beneath) {
        this.beneath = beneath;
    }

    WalletStore view() {
        return (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(), new Class<?>[] {WalletStore.class}, this::invoke);
    }

    private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "markSent" -> markSent((Mono<?>) CrashedStore.call(beneath, method, arguments));
            case "settle", "assign", "release" -> died();
            default -> CrashedStore.call(beneath, method, arguments);
        };
    }

    private Mono<?> markSent(Mono<?> real) {
        return Mono.defer(() -> switch (sent.getAndIncrement() % 3) {
            case 0 -> died();
            case 1 -> real.then(died());
            default -> real;
        });
    }

    private static <T> Mono<T> died() {
        return Mono.error(() -> new StoreException(StoreException.Kind.UNAVAILABLE, "the process is dead", null));
    }
}
