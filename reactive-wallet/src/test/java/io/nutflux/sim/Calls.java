package io.nutflux.sim;

import io.nutflux.error.CashuException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.StoreException;
import io.nutflux.error.WalletException;
import io.nutflux.flow.Operations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Calls to replicas from outside, each of which must end unless its process does, and if with an error then a named one. */
final class Calls {

    private static final Duration GONE_SOONEST = Duration.ofMillis(1);
    private static final Duration GONE_LATEST = Duration.ofSeconds(20);

    /** One call, the process it was made to, and how it ended. */
    static final class Call {
        private final String what;
        private final Life life;
        private boolean ended;
        private boolean gone;
        private @Nullable Throwable error;

        private Call(String what, Life life) {
            this.what = what;
            this.life = life;
        }

        /**
         * Whether the caller cannot know what came of it: he or the process left, or the store did not answer when it was
         * asked whether what had failed took place all the same.
         */
        boolean isInDoubt() {
            return gone || (!ended && life.isOver()) || (error != null && error.getCause() instanceof StoreException);
        }

        String what() {
            return what;
        }
    }

    private final World world;
    private final List<Replica> replicas;
    private final Dice dice;
    private final List<Call> all = new ArrayList<>();

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

    /** Calls {@code replica} if it is up. */
    <T> void on(Replica replica, String what, Function<Operations, Publisher<T>> call, Consumer<T> onValue) {
        Operations operations = replica.operations();
        Life life = replica.life();
        if (operations == null || life == null) {
            return;
        }
        Call made = new Call(what, life);
        all.add(made);
        world.loop().note("caller asks " + life.name() + ": " + what);
        Disposable subscription = Flux.from(call.apply(operations))
                .doOnTerminate(() -> made.ended = true)
                .subscribe(onValue, error -> failed(made, error));
        if (world.chaos().strikes(FaultKind.CALLER_GONE)) {
            world.loop().after(dice.skewed(GONE_SOONEST, GONE_LATEST), () -> leave(made, subscription));
        }
    }

    private void failed(Call call, Throwable error) {
        call.error = error;
        world.loop().note("caller is told by " + call.life.name() + ": " + call.what + ": " + error);
        if (!(error instanceof CashuException)) {
            world.loop().fail("\"" + call.what + "\" ends with an error that has no name: " + error);
        }
        boolean elsewhere = (error instanceof WalletException wallet
                        && wallet.reason() == WalletException.Reason.QUOTE_ISSUED_ELSEWHERE)
                || (error instanceof MintRejectedException refusal
                        && refusal.hasCode(MintRejectedException.QUOTE_ALREADY_ISSUED));
        if (elsewhere) {
            world.loop().fail("\"" + call.what + "\" ends as if others had minted what only this wallet can");
        }
    }

    private void leave(Call call, Disposable subscription) {
        if (!call.ended) {
            world.loop().note("caller is gone from " + call.life.name() + ": " + call.what);
            call.gone = true;
            subscription.dispose();
        }
    }

    /** What has not ended though its process lives and somebody waits. */
    List<String> unanswered() {
        return all.stream()
                .filter(call -> !call.ended && !call.gone && !call.life.isOver())
                .map(Call::what)
                .toList();
    }

    /** Calls of this kind whose caller cannot know what came of them. */
    long inDoubt(String beginning) {
        return all.stream()
                .filter(call -> call.what.startsWith(beginning) && call.isInDoubt())
                .count();
    }
}
