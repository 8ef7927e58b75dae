package io.nutflux.sim;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Decides what goes wrong. A run has about half of the kinds of fault, since some hide others, and them more or less often;
 * one run in sixteen has none.
 */
final class Chaos {

    private static final double[] INTENSITIES = {0.5, 1, 1, 2};

    private final Dice dice;
    private final Set<FaultKind> chosen = EnumSet.noneOf(FaultKind.class);
    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
    private final double intensity;
    private boolean over;

    Chaos(Dice dice) {
        this.dice = dice;
        boolean calm = dice.chance(1.0 / 16);
        for (FaultKind kind : FaultKind.values()) {
            if (dice.chance(0.5) && !calm) {
                chosen.add(kind);
            }
        }
        if (chosen.contains(FaultKind.PASSING_REFUSAL)) {
            // Two refusals of no known reason end an operation whose caller waits, so no copy may come through after
            // them.
            chosen.removeAll(EnumSet.of(FaultKind.REQUEST_DUPLICATED, FaultKind.REQUEST_LATE));
        }
        intensity = INTENSITIES[dice.below(INTENSITIES.length)];
    }

    /** Whether the run has this kind at all. */
    boolean has(FaultKind kind) {
        return chosen.contains(kind);
    }

    /** Whether it happens now; counted if so. */
    boolean strikes(FaultKind kind) {
        return strikes(kind, 1);
    }

    /** As {@link #strikes(FaultKind)}, {@code times} as likely. */
    boolean strikes(FaultKind kind, int times) {
        if (over || !chosen.contains(kind) || !dice.chance(Math.min(0.5, kind.probability() * intensity * times))) {
            return false;
        }
        count(kind);
        return true;
    }

    void count(FaultKind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    Dice dice() {
        return dice;
    }

    /** Nothing goes wrong any more. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    Map<FaultKind, Integer> counts() {
        return Map.copyOf(counts);
    }
}
