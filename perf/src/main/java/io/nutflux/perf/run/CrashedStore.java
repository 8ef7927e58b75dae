package io.nutflux.perf.run;

import io.nutflux.store.WalletStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import reactor.core.publisher.Mono;

/** A store in memory that outlives the wallets on it, as a file does. */
final class CrashedStore {

    private final WalletStore beneath;

    CrashedStore(WalletStore beneath) {
        this.beneath = beneath;
    }

    WalletStore view() {
        return (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(), new Class<?>[] {WalletStore.class}, this::invoke);
    }

    private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        return method.getName().equals("close") ? Mono.empty() : call(beneath, method, arguments);
    }

    static Object call(WalletStore store, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
