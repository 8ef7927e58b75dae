package io.nutflux.store;

import io.nutflux.error.StoreException;
import io.nutflux.store.Lifeline.Moment;
import io.nutflux.store.Lifeline.Step;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store whose process dies at a chosen command, or in which something happens just before one: for tests.
 *
 * <p>Each command is a step of the process's {@link Lifeline}, taken as it is subscribed to. Looking around is none, since
 * it comes by the clock; a look that finds something to work on and takes it over is one, once it is taken. When the process
 * has died every command fails, that of the dying process alone: the store beneath lives on, and closing this one does not
 * close it.
 */
public final class FaultyStore {

    /** The commands of which only the outcome tells whether they were a step. */
    public static final Set<String> TAKES_OVER = Set.of("claimDue", "claimInbox");

    private static final Set<String> BY_THE_CLOCK = Set.of("unfinished", "inboxCounts", "restoredAt");

    private final WalletStore beneath;
    private final Lifeline life;
    private final WalletStore view;
    private final Map<String, Mono<?>> before = new ConcurrentHashMap<>();
    private final Map<String, Failures> failing = new ConcurrentHashMap<>();
    private final Set<String> answersLost = ConcurrentHashMap.newKeySet();

    private FaultyStore(WalletStore beneath, Lifeline life) {
        this.beneath = beneath;
        this.life = life;
        this.view = (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(), new Class<?>[] {WalletStore.class}, this::invoke);
    }

    /** The store of a process that does not die. */
    public static FaultyStore on(WalletStore beneath) {
        return new FaultyStore(beneath, Lifeline.endless());
    }

    /** The store of a process that lives and dies so. */
    public static FaultyStore on(WalletStore beneath, Lifeline life) {
        return new FaultyStore(beneath, life);
    }

    /** The process dies at the first command of this name instead: before it is carried out, or once it is. */
    public FaultyStore dieAt(String command, boolean carriedOut) {
        Moment moment = carriedOut ? Moment.DONE : Moment.BEFORE;
        return on(beneath, Lifeline.until(new Step(command, 0).at(moment)));
    }

    private record Failures(StoreException.Kind kind, AtomicInteger left) {}

    /** What the wallet works with. */
    public WalletStore store() {
        return view;
    }

    /** The store itself, which closing the view does not close. */
    public WalletStore beneath() {
        return beneath;
    }

    /** Runs {@code action} once, before the next command of this name. */
    public void beforeNext(String command, Runnable action) {
        beforeNext(command, Mono.fromRunnable(action));
    }

    /** Lets {@code work} come to its end once, before the next command of this name. */
    public void beforeNext(String command, Mono<?> work) {
        before.put(command, work);
    }

    /** The next commands of this name, so many, fail so and are not carried out. */
    public void failNext(String command, int times, StoreException.Kind kind) {
        failing.put(command, new Failures(kind, new AtomicInteger(times)));
    }

    /** How many of these are still to fail. */
    public int failuresLeft(String command) {
        Failures failures = failing.get(command);
        return failures == null ? 0 : Math.max(0, failures.left().get());
    }

    /** The next command of this name is carried out, and then fails as if the connection had broken. */
    public void loseNextAnswer(String command) {
        answersLost.add(command);
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
        Mono<?> work = before.remove(command);
        // Once only: what the work leaves for the next command of this name is for the next.
        return work == null ? carriedOut(command, real) : work.then(Mono.defer(() -> carriedOut(command, real)));
    }

    private <T> Mono<T> carriedOut(String command, Mono<T> real) {
        Failures failures = failing.get(command);
        if (failures != null && failures.left().getAndDecrement() > 0) {
            return Mono.error(() -> new StoreException(failures.kind(), "no answer to " + command, null));
        }
        if (answersLost.remove(command)) {
            return real.then(Mono.error(
                    () -> new StoreException(StoreException.Kind.UNAVAILABLE, "the connection broke", null)));
        }
        if (BY_THE_CLOCK.contains(command) || TAKES_OVER.contains(command)) {
            return life.isDead() ? died() : real.flatMap(found -> looked(command, found));
        }
        return switch (life.take(command)) {
            case LIVES -> life.toItsEnd(real);
            case FAILS -> died();
            case FAILS_ONCE_DONE -> life.toItsEnd(real).then(died());
        };
    }

    private <T> Mono<T> looked(String command, T found) {
        boolean step = TAKES_OVER.contains(command) && found instanceof List<?> taken && !taken.isEmpty();
        return step && life.take(command) != Lifeline.Fate.LIVES ? died() : Mono.just(found);
    }

    private static <T> Mono<T> died() {
        return Mono.error(() -> new StoreException(StoreException.Kind.CLOSED, "the process is dead", null));
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
