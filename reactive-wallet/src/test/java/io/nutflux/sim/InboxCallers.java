package io.nutflux.sim;

import io.nutflux.model.InboxAnswer;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import reactor.core.publisher.Flux;

/** Callers who bring tokens to the inbox and ask later what became of them, and what they were promised. */
final class InboxCallers {

    private static final Duration ASK_SOONEST = Duration.ofMillis(10);
    private static final Duration ASK_LATEST = Duration.ofSeconds(60);

    private final World world;
    private final Calls calls;
    private final Dice dice;
    /** By the keys of tokens that somebody was told are stored: what each replica gave as their outcome in the end. */
    private final Map<String, Map<String, RedeemResult>> promised = new LinkedHashMap<>();

    InboxCallers(World world, Calls calls, Dice dice) {
        this.world = world;
        this.calls = calls;
        this.dice = dice;
    }

    /** Whether a token goes to the inbox this time. */
    boolean take() {
        return dice.chance(0.6);
    }

    /** Brings one token; {@code told} gets what is said of it, and the loop's time at which it was asked. */
    void accept(RedeemRequest request, ObjLongConsumer<RedeemResult> told) {
        long asked = world.loop().nanos();
        calls.<InboxAnswer>any(
                "accept " + request.key(),
                operations -> operations.accept(request),
                answer -> answered(answer, asked, told));
    }

    /** Brings several at once. */
    void acceptAll(List<RedeemRequest> requests, ObjLongConsumer<RedeemResult> told) {
        long asked = world.loop().nanos();
        calls.<InboxAnswer>any(
                "accept all",
                operations -> operations.accept(Flux.fromIterable(requests)),
                answer -> answered(answer, asked, told));
    }

    private void answered(InboxAnswer answer, long asked, ObjLongConsumer<RedeemResult> told) {
        world.loop().note("caller is told by the inbox: " + answer);
        if (answer instanceof InboxAnswer.Declined declined) {
            told.accept(declined.why(), asked);
            return;
        }
        if (answer instanceof InboxAnswer.Stored) {
            promise(answer.key());
        } else if (answer instanceof InboxAnswer.Known known) {
            told.accept(known.known(), asked);
            if (known.known() instanceof RedeemResult.Waiting) {
                promise(answer.key());
            }
        }
        if (dice.chance(0.5)) {
            world.loop().after(dice.skewed(ASK_SOONEST, ASK_LATEST), () -> ask(answer.key(), told));
        }
    }

    private void promise(String key) {
        promised.computeIfAbsent(key, any -> new LinkedHashMap<>());
        world.evidence().inbox().promised(key);
    }

    private void ask(String key, ObjLongConsumer<RedeemResult> told) {
        long asked = world.loop().nanos();
        boolean kept = promised.containsKey(key);
        calls.<Optional<RedeemResult>>any(
                "outcome " + key,
                operations -> operations.outcome(key).map(Optional::of).defaultIfEmpty(Optional.empty()),
                outcome -> {
                    outcome.ifPresent(result -> told.accept(result, asked));
                    if (outcome.isEmpty() && kept) {
                        world.loop().fail("nothing is known of " + key + ", which was accepted");
                    }
                });
    }

    /** Asks {@code replica} for the outcome of every token that was accepted, before anybody brings one again. */
    void askForTheLastTime(Replica replica) {
        promised.forEach((key, outcomes) -> calls.<RedeemResult>on(
                replica,
                "last outcome " + key,
                operations -> operations.outcome(key),
                result -> outcomes.put(replica.name(), result)));
    }

    /** Each accepted token has one final outcome, at every replica, which is the one that whoever brings it again is told. */
    void judge(Map<String, Map<String, RedeemResult>> finals) {
        promised.forEach((key, outcomes) -> finals.forEach((replica, results) -> {
            RedeemResult outcome = outcomes.get(replica);
            if (outcome == null) {
                world.loop().fail("the accepted token " + key + " is lost");
            } else if (Outcomes.isForNow(outcome)) {
                world.loop().fail("the accepted token " + key + " is left without an outcome: " + outcome);
            } else if (results.containsKey(key) && !Outcomes.same(outcome, results.get(key))) {
                world.loop()
                        .fail("the outcome of " + key + " is " + outcome + ", and whoever brings it again is told "
                                + results.get(key));
            }
            world.evidence().inbox().decided(key).forEach(told -> {
                if (outcome != null && !Outcomes.same(outcome, told)) {
                    world.loop().fail("the outcome of " + key + " is " + outcome + ", and an event said " + told);
                }
            });
        }));
    }
}
