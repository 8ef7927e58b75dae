package io.nutflux.sim;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Faults that begin at some moment and last: outages, partitions, wrong clocks, a rotation. */
final class Troubles {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration SMALLEST_STEP = Duration.ofSeconds(1);
    private static final Duration LARGEST_STEP = Duration.ofMinutes(10);

    private final World world;
    private final List<Replica> replicas;
    private final Dice dice;
    private final Duration window;

    Troubles(World world, List<Replica> replicas, Dice dice, Duration window) {
        this.world = world;
        this.replicas = replicas;
        this.dice = dice;
        this.window = window;
    }

    void plan() {
        spells(FaultKind.MINT_DOWN, replica -> world.mintDown(true), replica -> world.mintDown(false));
        spells(FaultKind.REPLICA_CUT_FROM_MINT, r -> r.cutFromMint(true), r -> r.cutFromMint(false));
        spells(FaultKind.REPLICA_CUT_FROM_STORE, r -> r.cutFromStore(true), r -> r.cutFromStore(false));
        spells(FaultKind.CLOCK_STEPPED, this::stepClock, replica -> {});
        spells(FaultKind.KEYSET_ROTATED, replica -> world.rotate(), replica -> {});
    }

    private void spells(FaultKind kind, Consumer<Replica> begin, Consumer<Replica> end) {
        if (!world.chaos().has(kind)) {
            return;
        }
        int count = dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            Replica replica = dice.oneOf(replicas);
            Duration lasts = dice.skewed(SHORTEST, LONGEST);
            world.loop().after(dice.between(Duration.ZERO, window), () -> {
                if (!world.chaos().isOver()) {
                    world.chaos().count(kind);
                    begin.accept(replica);
                    world.loop().after(lasts, () -> end.accept(replica));
                }
            });
        }
    }

    private void stepClock(Replica replica) {
        Duration step = dice.skewed(SMALLEST_STEP, LARGEST_STEP);
        Duration wrongBy = dice.chance(0.5) ? step : step.negated();
        world.loop().note(replica.name() + "'s clock is wrong by " + wrongBy);
        replica.clock().wrongBy(wrongBy);
    }

    /** All is well from now on. */
    void heal() {
        world.chaos().end();
        world.mintDown(false);
        for (Replica replica : replicas) {
            replica.cutFromMint(false);
            replica.cutFromStore(false);
            replica.clock().wrongBy(Duration.ZERO);
        }
    }
}
