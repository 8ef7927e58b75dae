package io.nutflux.sim;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one seed.
 *
 * @param hash of everything that happened, in order
 * @param faults how often each kind struck
 * @param failure the rule that was broken; {@code null} if none was
 * @param lastEvents the end of the trace
 */
record Run(
        long seed,
        long hash,
        long events,
        Map<FaultKind, Integer> faults,
        @Nullable String failure,
        List<String> lastEvents) {

    /** What someone needs who is to find out why. */
    String report() {
        return "seed " + seed + ": " + failure + System.lineSeparator()
                + String.join(System.lineSeparator(), lastEvents) + System.lineSeparator()
                + "replay: mvn -pl reactive-wallet test -Dtest=SimulationTest -Dnutflux.sim.seed=" + seed;
    }
}
