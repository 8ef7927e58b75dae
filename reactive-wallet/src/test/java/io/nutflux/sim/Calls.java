package io.nutflux.sim;

import io.nutflux.flow.Operations;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Calls to replicas from outside, each of which must end unless its process does. */
final class Calls {

    /** One call and the process it was made to. */
    private static final class Open {
        private final String what;
        private final Life life;

        Open(String what, Life life) {
            this.what = what;
            this.life = life;
        }
    }

    private final World world;
    private final List<Replica> replicas;
    private final Dice dice;
    private final Set<Open> open = new LinkedHashSet<>();

    Calls(World world, List<Replica> replicas, Dice dice) {
        this.world = world;
        this.replicas = replicas;
        this.dice = dice;
    }

    /** Calls any replica that is up; nothing happens if none is. */
    <T> void any(String what, Function<Operations, Publisher<T>> call, Consumer<T> onValue) {
        List<Replica> up = new ArrayList<>(replicas);
        up.removeIf(replica -> replica.operations() == null);
        if (!up.isEmpty()) {
            on(dice.oneOf(up), what, call, onValue);
        }
    }

    /** Calls {@code replica} if it is up. An error is noted, and is no value. */
    <T> void on(Replica replica, String what, Function<Operations, Publisher<T>> call, Consumer<T> onValue) {
        Operations operations = replica.operations();
        Life life = replica.life();
        if (operations == null || life == null) {
            return;
        }
        Open entry = new Open(what, life);
        open.add(entry);
        world.loop().note("caller asks " + life.name() + ": " + what);
        Flux<T> answers = Flux.from(call.apply(operations))
                .doFinally(signal -> open.remove(entry))
                .doOnError(e -> world.loop().note("caller is told by " + life.name() + ": " + what + ": " + e));
        if (world.chaos().strikes(FaultKind.CALLER_GONE)) {
            var subscription = answers.subscribe(onValue, error -> {});
            world.loop().after(dice.skewed(java.time.Duration.ofMillis(1), java.time.Duration.ofSeconds(20)), () -> {
                if (!subscription.isDisposed()) {
                    world.loop().note("caller is gone from " + life.name() + ": " + what);
                    subscription.dispose();
                }
            });
        } else {
            answers.subscribe(onValue, error -> {});
        }
    }

    /** What has not ended though its process lives. */
    List<String> unanswered() {
        open.removeIf(entry -> entry.life.isOver());
        return open.stream().map(entry -> entry.what).toList();
    }
}
