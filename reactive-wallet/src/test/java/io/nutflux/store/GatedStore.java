package io.nutflux.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A store on which a process can be made to pause just before a command: for tests. Closing it closes nothing. */
public final class GatedStore {

    private record Gate(Publisher<?> opens, CountDownLatch reached) {}

    private final WalletStore beneath;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final WalletStore view;

    private GatedStore(WalletStore beneath) {
        this.beneath = beneath;
        this.view = (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(), new Class<?>[] {WalletStore.class}, this::invoke);
    }

    public static GatedStore on(WalletStore beneath) {
        return new GatedStore(beneath);
    }

    /** What the wallet works with. */
    public WalletStore store() {
        return view;
    }

    /** The next command of this name waits until {@code opens} completes. */
    public CountDownLatch holdNext(String command, Publisher<?> opens) {
        CountDownLatch reached = new CountDownLatch(1);
        gates.put(command, new Gate(opens, reached));
        return reached;
    }

    /** Waits, off the wallet's threads, for a latch of {@link #holdNext}. */
    public static void await(CountDownLatch reached) throws InterruptedException {
        if (!reached.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("the command was not reached");
        }
    }

    private Mono<Void> gate(String command) {
        return Mono.defer(() -> {
            Gate gate = gates.remove(command);
            if (gate == null) {
                return Mono.empty();
            }
            gate.reached().countDown();
            return Mono.when(gate.opens());
        });
    }

    private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "toString" -> "GatedStore";
                case "hashCode" -> System.identityHashCode(proxy);
                default -> proxy == arguments[0];
            };
        }
        if (method.getName().equals("close")) {
            return Mono.empty();
        }
        Object real;
        try {
            real = method.invoke(beneath, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        Mono<Void> gate = gate(method.getName());
        return real instanceof Flux<?> flux ? gate.thenMany(flux) : gate.then((Mono<?>) real);
    }
}
