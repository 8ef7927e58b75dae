package io.nutflux.sim;

import io.nutflux.error.StoreException;
import io.nutflux.store.WalletStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The shared store as one process sees it: over a network, so that a command takes its time, may fail before it is carried
 * out or after, and is carried out even if the process has died meanwhile. A proxy, so that every command there will be is
 * covered.
 */
final class SimStore {

    private static final Duration FASTEST = Duration.ofNanos(50_000);
    private static final Duration SLOWEST = Duration.ofMillis(3);
    private static final Duration SLOW = Duration.ofSeconds(30);
    private static final Duration CUT_NOTICED = Duration.ofSeconds(3);

    private final World world;
    private final Life life;
    private final Dice dice;

    private SimStore(World world, Life life) {
        this.world = world;
        this.life = life;
        this.dice = world.chaos().dice();
    }

    static WalletStore of(World world, Life life) {
        SimStore store = new SimStore(world, life);
        return (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(), new Class<?>[] {WalletStore.class}, store::invoke);
    }

    /** What a command came to. */
    private record Outcome(@Nullable Object value, @Nullable Throwable error) {}

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Command(String id, Method method, Object[] arguments, MonoSink<Object> sink) {

        boolean isLook() {
            return !List.of(
                            "prepare",
                            "markSent",
                            "settle",
                            "release",
                            "lease",
                            "handOut",
                            "acceptInbox",
                            "concludeInbox")
                    .contains(method.getName());
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(id).append(' ').append(method.getName());
            for (Object argument : arguments) {
                if (argument instanceof Long || argument instanceof io.nutflux.model.OperationId) {
                    text.append(' ').append(argument);
                }
            }
            return text.toString();
        }
    }

    private Object invoke(Object proxy, Method method, Object @Nullable [] given) {
        Object[] arguments = given == null ? new Object[0] : given;
        if (method.getDeclaringClass() == Object.class) {
            return method.getName().equals("toString") ? "SimStore" : proxy == arguments[0];
        }
        Mono<Object> answer = Mono.create(sink -> {
            if (life.step()) {
                send(new Command(world.nextMessage(), method, arguments, sink));
            }
        });
        return method.getReturnType() == Flux.class ? answer.flatMapIterable(list -> (Collection<?>) list) : answer;
    }

    private void send(Command command) {
        if (life.isCutFromStore()) {
            note("is cut from the store for", command);
            fail(command, CUT_NOTICED);
        } else if (world.chaos().strikes(FaultKind.STORE_FAILS_BEFORE)) {
            note("finds the store failing before", command);
            fail(command, latency());
        } else {
            boolean slow = world.chaos().strikes(FaultKind.STORE_SLOW);
            world.loop().after(slow ? dice.skewed(SLOWEST, SLOW) : latency(), () -> execute(command));
        }
    }

    private void execute(Command command) {
        world.evidence().before(command.method().getName(), command.arguments());
        Outcome outcome = carryOut(command);
        Throwable error = outcome.error();
        if (!command.isLook() || error != null) {
            note(
                    "has carried out" + (error == null ? "" : ", with \"" + error.getMessage() + "\",") + " command",
                    command);
        }
        if (error == null) {
            world.evidence().carriedOut(command.method().getName(), command.arguments());
        }
        if (life.isCutFromStore()) {
            note("is cut from the store after", command);
            fail(command, CUT_NOTICED);
        } else if (world.chaos().strikes(FaultKind.STORE_FAILS_AFTER)) {
            note("finds the store failing after", command);
            fail(command, latency());
        } else {
            world.loop()
                    .after(
                            latency(),
                            () -> life.resume(() -> {
                                if (error != null) {
                                    command.sink().error(error);
                                } else {
                                    // A null value completes it empty.
                                    command.sink().success(outcome.value());
                                }
                            }));
        }
    }

    /** The store in memory answers while it is subscribed to. */
    private Outcome carryOut(Command command) {
        AtomicReference<Outcome> outcome = new AtomicReference<>(new Outcome(null, null));
        try {
            Object publisher = command.method().invoke(world.store(), command.arguments());
            Mono<?> one = publisher instanceof Flux<?> many ? many.collectList() : (Mono<?>) publisher;
            one.subscribe(
                    value -> outcome.set(new Outcome(value, null)), error -> outcome.set(new Outcome(null, error)));
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the store failed to take a command", e);
        }
        return outcome.get();
    }

    private void fail(Command command, Duration after) {
        world.loop()
                .after(
                        after,
                        () -> life.resume(() -> command.sink()
                                .error(new StoreException(
                                        StoreException.Kind.UNAVAILABLE, "no word from the store", null))));
    }

    private Duration latency() {
        return dice.skewed(FASTEST, SLOWEST);
    }

    private void note(String what, Command command) {
        world.loop().note(life.name() + " " + what + " " + command);
    }
}
