package io.nutflux.store;

import io.nutflux.error.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store whose process dies at a chosen command, or in which something happens just before one: for tests.
 *
 * <p>Commands are numbered from 0 as they are subscribed to, recovery's own looking around not counted, since it comes by
 * the clock. When the process has died every command fails, that of the dying process alone: the store beneath lives on,
 * and closing this one does not close it.
 */
public final class FaultyStore {

    private static final Set<String> NOT_NUMBERED = Set.of("claimDue", "unfinished");

    private final WalletStore beneath;
    private final WalletStore view;
    private final List<String> commands = new ArrayList<>();
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    private int fatal = Integer.MAX_VALUE;
    private String fatalName = "";
    private boolean afterwards;
    private boolean dead;

    private FaultyStore(WalletStore beneath) {
        this.beneath = beneath;
        this.view = (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(), new Class<?>[] {WalletStore.class}, this::invoke);
    }

    public static FaultyStore on(WalletStore beneath) {
        return new FaultyStore(beneath);
    }

    /** What the wallet works with. */
    public WalletStore store() {
        return view;
    }

    /** The process dies at command {@code index}: before it is carried out, or after, with the answer lost. */
    public synchronized FaultyStore dieAt(int index, boolean carriedOut) {
        fatal = index;
        afterwards = carriedOut;
        return this;
    }

    /** The process dies at the first command of this name. */
    public synchronized FaultyStore dieAt(String command, boolean carriedOut) {
        fatalName = command;
        afterwards = carriedOut;
        return this;
    }

    /** The process dies now. */
    public synchronized void die() {
        dead = true;
    }

    /** Runs {@code action} once, before the next command of this name. */
    public void beforeNext(String command, Runnable action) {
        before.put(command, action);
    }

    /** The numbered commands so far, by name. */
    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    private enum Fate {
        LIVES,
        FAILS,
        FAILS_AFTERWARDS
    }

    private synchronized Fate fate(String command) {
        if (dead) {
            return Fate.FAILS;
        }
        if (NOT_NUMBERED.contains(command)) {
            return Fate.LIVES;
        }
        int index = commands.size();
        commands.add(command);
        if (index != fatal && !command.equals(fatalName)) {
            return Fate.LIVES;
        }
        dead = true;
        return afterwards ? Fate.FAILS_AFTERWARDS : Fate.FAILS;
    }

    private Object invoke(Object proxy, Method method, Object[] arguments) {
        String command = method.getName();
        if (method.getDeclaringClass() == Object.class) {
            return command.equals("toString") ? "FaultyStore" : command.equals("hashCode") ? hashCode() : false;
        }
        if (command.equals("close")) {
            return Mono.empty();
        }
        Object real = call(method, arguments);
        if (real instanceof Flux<?> flux) {
            return Flux.defer(() -> guarded(command, flux.collectList()).flatMapIterable(list -> list));
        }
        return Mono.defer(() -> guarded(command, (Mono<?>) real));
    }

    private <T> Mono<T> guarded(String command, Mono<T> real) {
        Runnable action = before.remove(command);
        if (action != null) {
            action.run();
        }
        return switch (fate(command)) {
            case LIVES -> real;
            case FAILS -> died();
            case FAILS_AFTERWARDS -> real.then(died());
        };
    }

    private static <T> Mono<T> died() {
        return Mono.error(() -> new StoreException(StoreException.Kind.UNAVAILABLE, "the process is dead", null));
    }

    private Object call(Method method, Object[] arguments) {
        try {
            return method.invoke(beneath, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
