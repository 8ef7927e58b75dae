package io.nutflux.sim;

import java.time.Duration;

/** One process of a replica, from its start until it is killed. */
final class Life {

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(90);

    private final String name;
    private final World world;
    private final Replica replica;
    private final SimScheduler scheduler;

    Life(String name, World world, Replica replica) {
        this.name = name;
        this.world = world;
        this.replica = replica;
        this.scheduler = new SimScheduler(world.loop());
    }

    String name() {
        return name;
    }

    SimScheduler scheduler() {
        return scheduler;
    }

    boolean isOver() {
        return scheduler.isKilled();
    }

    boolean isCutFromMint() {
        return replica.isCutFromMint();
    }

    boolean isCutFromStore() {
        return replica.isCutFromStore();
    }

    /**
     * Between two steps of the process, which is where it may be killed, or paused.
     *
     * @return whether it goes on
     */
    boolean step() {
        if (isOver()) {
            return false;
        }
        if (replica.mayBeKilled() && world.chaos().strikes(FaultKind.KILLED)) {
            replica.kill();
            return false;
        }
        if (world.chaos().strikes(FaultKind.PAUSED)) {
            Duration pause = world.chaos().dice().skewed(SHORTEST_PAUSE, LONGEST_PAUSE);
            world.loop().note(name + " pauses for " + pause);
            scheduler.pauseUntil(world.loop().nanos() + pause.toNanos());
        }
        return true;
    }

    /** Runs what follows an answer on the process's own threads, if it lives to see it. */
    void resume(Runnable task) {
        if (step()) {
            scheduler.schedule(task);
        }
    }
}
