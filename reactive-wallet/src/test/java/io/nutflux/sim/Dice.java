package io.nutflux.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded chance. Each part of a run has dice of its own, so that one part's throws do not shift another's. */
final class Dice {

    private final SplittableRandom random;

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    static Dice of(long seed) {
        return new Dice(new SplittableRandom(seed));
    }

    /** Further dice, which follow from these. */
    Dice split() {
        return new Dice(random.split());
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From 0 to {@code bound - 1}. */
    long below(long bound) {
        return random.nextLong(bound);
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Between two durations, evenly. */
    Duration between(Duration least, Duration most) {
        return least.plusNanos(random.nextLong(most.minus(least).toNanos() + 1));
    }

    /** Between two durations, each order of magnitude as likely as the other: most are short, some are long. */
    Duration skewed(Duration least, Duration most) {
        double ratio = (double) most.toNanos() / least.toNanos();
        return Duration.ofNanos((long) (least.toNanos() * Math.pow(ratio, random.nextDouble())));
    }
}
