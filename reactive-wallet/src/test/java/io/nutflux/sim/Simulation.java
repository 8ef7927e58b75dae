package io.nutflux.sim;

import io.nutflux.model.MintQuote;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.Verification;
import io.nutflux.store.StoredQuote;
import io.nutflux.testmint.MemoryMint;
import io.nutflux.testmint.PaidWhen;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestMintBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run: some replicas work while things go wrong, then all is healed, recovery brings everything to its end, every caller
 * asks once more, and the verdict is given.
 */
final class Simulation {

    private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(20);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(2);
    /** Longer than any message can be under way and any process down. */
    private static final Duration STRAGGLERS = Duration.ofSeconds(100);
    /** Within this all must be settled once nothing goes wrong any more. */
    private static final Duration PATIENCE = Duration.ofMinutes(40);

    private static final Duration ROUND = Duration.ofSeconds(20);
    private static final int MAX_ROUNDS = 12;
    private static final int LOOKS_APART = 8;

    private final long seed;
    private final Trace trace;
    private final EventLoop loop;
    private final World world;
    private final List<Replica> replicas = new ArrayList<>();
    private final Calls calls;
    private final Workload workload;
    private final Troubles troubles;
    private final Duration window;
    private final Map<String, Map<String, RedeemResult>> finals = new LinkedHashMap<>();
    private int looks;

    private Simulation(long seed, boolean spoken) {
        this.seed = seed;
        Dice dice = Dice.of(seed);
        trace = new Trace(spoken);
        loop = new EventLoop(dice.split(), trace);
        Chaos chaos = new Chaos(dice.split());
        Dice options = dice.split();
        world = new World(loop, chaos, MemoryMint.of(mintOptions(options), World.MINT.value()), hasInbox(seed));
        window = options.between(SHORTEST_WINDOW, LONGEST_WINDOW);
        int count = options.between(2, 3);
        Replica.Options drawn = Replica.Options.drawn(options);
        if (world.hasInbox()) {
            drawn = drawn.withInbox(options);
        }
        boolean front = world.hasInbox() && options.chance(0.3);
        for (int i = 0; i < count; i++) {
            Replica.Options own = front && i == 0 ? drawn.acceptingOnly() : drawn;
            replicas.add(new Replica(String.valueOf((char) ('A' + i)), world, own, "sim-" + seed));
        }
        calls = new Calls(world, replicas, dice.split());
        workload = new Workload(world, calls, dice.split(), window);
        troubles = new Troubles(world, replicas, dice.split(), window);
    }

    /** Every second run has it: so there are as many in which nothing else is going on beside the callers' own requests. */
    private static boolean hasInbox(long seed) {
        return seed % 2 == 0;
    }

    private TestMintBuilder mintOptions(Dice dice) {
        TestMintBuilder options = TestMint.builder()
                .seed("simulation")
                .clock(new SimClock(loop))
                .paidWhen(PaidWhen.never())
                .quoteLifetime(Duration.ofDays(1))
                .feePpk(dice.oneOf(List.of(0L, 0L, 100L, 500L)))
                .denominations(1, 2, 4, 8, 16, 32, 64, 128, 256);
        return dice.chance(0.5) ? options : options.noCachedResponses();
    }

    /** Runs {@code seed}. */
    static Run run(long seed) {
        return new Simulation(seed, false).run();
    }

    /** Runs {@code seed}, each step printed. */
    static Run runAloud(long seed) {
        return new Simulation(seed, true).run();
    }

    private Run run() {
        try {
            workload.plan();
            troubles.plan();
            replicas.forEach(Replica::start);
            loop.runUntil(() -> false, window);
            loop.note("all is healed");
            troubles.heal();
            loop.runUntil(() -> false, STRAGGLERS);
            settle();
            Verification verification = askForTheLastTime();
            if (verification != null && loop.failure() == null) {
                new Verdict(world, workload, finals).judge(verification);
                workload.inbox().judge(finals);
            }
        } catch (RuntimeException e) {
            loop.fail("the simulation failed: " + e);
        }
        return new Run(seed, trace.hash(), loop.events(), world.chaos().counts(), loop.failure(), trace.last());
    }

    /** Until nobody waits and nothing is unfinished. */
    private void settle() {
        if (!runUntil(this::isQuiet, PATIENCE) && loop.failure() == null) {
            loop.fail("not settled after " + PATIENCE + ": unanswered " + calls.unanswered() + ", unfinished "
                    + world.store().unfinished(World.WALLET).collectList().block() + ", in the inbox "
                    + world.evidence().inbox().waiting());
        }
    }

    private boolean runUntil(BooleanSupplier done, Duration patience) {
        return loop.runUntil(() -> looks++ % LOOKS_APART == 0 && done.getAsBoolean(), patience);
    }

    private boolean isQuiet() {
        return replicas.stream().noneMatch(replica -> replica.operations() == null)
                && calls.unanswered().isEmpty()
                && Objects.requireNonNull(world.store()
                                .unfinished(World.WALLET)
                                .collectList()
                                .block())
                        .isEmpty()
                && world.evidence().inbox().isEmpty();
    }

    // ---- the end

    private @Nullable Verification askForTheLastTime() {
        replicas.forEach(workload.inbox()::askForTheLastTime);
        settle();
        workload.coins().stream()
                .filter(coin -> coin.keys().isEmpty())
                .forEach(coin -> coin.keys().add(coin.name()));
        for (Replica replica : replicas) {
            Map<String, RedeemResult> results = new LinkedHashMap<>();
            finals.put(replica.name(), results);
            for (Coin coin : workload.coins()) {
                rounds(() -> ask(replica, coin, results));
            }
        }
        rounds(this::mintAll);
        List<Verification> verifications = new ArrayList<>();
        calls.on(replicas.get(0), "verify", operations -> operations.verify(), verifications::add);
        settle();
        return verifications.isEmpty() ? null : verifications.get(0);
    }

    /** Repeats what callers would repeat, a while after each other. */
    private void rounds(BooleanSupplier done) {
        for (int round = 0; round < MAX_ROUNDS && loop.failure() == null && !done.getAsBoolean(); round++) {
            settle();
            loop.runUntil(() -> false, round == 0 ? Duration.ZERO : ROUND);
        }
    }

    /** Whether each key of the coin has a final result; those that have none are asked for again. */
    private boolean ask(Replica replica, Coin coin, Map<String, RedeemResult> results) {
        results.values().removeIf(Outcomes::isForNow);
        boolean all = true;
        long asked = loop.nanos();
        for (String key : coin.keys()) {
            if (!results.containsKey(key)) {
                all = false;
                calls.<RedeemResult>on(
                        replica,
                        "last redeem " + key,
                        operations -> operations.redeem(new RedeemRequest(key, coin.text())),
                        result -> {
                            workload.told(result, asked);
                            results.put(key, result);
                        });
            }
        }
        return all;
    }

    private boolean mintAll() {
        boolean all = true;
        for (MintQuote quote : workload.quotes()) {
            StoredQuote stored = Objects.requireNonNull(
                    world.store().quote(World.WALLET, quote.id()).block());
            if (stored.quote().state() != MintQuote.State.ISSUED) {
                all = false;
                world.mint().pay(quote.id());
                workload.mint(quote);
            }
        }
        return all;
    }
}
