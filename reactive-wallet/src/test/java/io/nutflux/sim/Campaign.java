package io.nutflux.sim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Many seeds, and what they came to together. */
final class Campaign {

    private static final int REPORTED = 3;

    private final Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
    private final List<Run> failed = new ArrayList<>();
    private long seeds;
    private long events;

    /** Runs the seeds from {@code first} on, on as many threads as there are processors: runs share nothing that changes. */
    static Campaign of(long first, long count) {
        Campaign campaign = new Campaign();
        LongStream.range(first, first + count)
                .parallel()
                .mapToObj(Simulation::run)
                .forEach(campaign::add);
        return campaign;
    }

    private synchronized void add(Run run) {
        seeds++;
        events += run.events();
        run.faults().forEach((kind, count) -> faults.merge(kind, count, Integer::sum));
        if (run.failure() != null) {
            failed.add(run);
        }
    }

    List<Run> failed() {
        return failed;
    }

    /** Every kind of fault that struck. */
    Map<FaultKind, Integer> faults() {
        return faults;
    }

    /** What to print of the failures. */
    String failures() {
        return failed.stream()
                .sorted((a, b) -> Long.compare(a.seed(), b.seed()))
                .limit(REPORTED)
                .map(Run::report)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** One line. */
    String summary() {
        return "simulation: " + seeds + " seeds, " + failed.size() + " failed, " + events + " events, faults " + faults;
    }
}
