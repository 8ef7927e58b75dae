package io.nutflux.perf;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.util.Statistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nutflux-perf jmh}. */
@Command(
        name = "jmh",
        description = {
            "Runs the JMH benchmarks whose names match, with JMH's own options, and prints how the wallet's engine stands to"
                    + " the one on BouncyCastle and to the equations written down with it.",
            "Example: jmh Dleq -f 1 -wi 3 -i 3"
        })
final class JmhCommand implements Callable<Integer> {

    private static final String ENGINE = "_engine";
    private static final String OTHER_ENGINE = "_bouncyCastleEngine";
    private static final String BASELINE = "_plainBouncyCastle";

    @Parameters(arity = "0..*", paramLabel = "ARG", description = "A regular expression, and options of JMH.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws Exception {
        Collection<RunResult> results = new Runner(new CommandLineOptions(arguments.toArray(String[]::new))).run();
        printRatios(results);
        return 0;
    }

    /**
     * Compares {@code x_engine…} with what the same class measured in this run for the others: on average, and at the
     * fastest, which other work on the machine disturbs least.
     */
    private static void printRatios(Collection<RunResult> results) {
        Map<String, Statistics> times = new TreeMap<>();
        for (RunResult result : results) {
            times.put(
                    result.getParams().getBenchmark(), result.getPrimaryResult().getStatistics());
        }
        times.forEach((name, time) -> {
            int engine = name.indexOf(ENGINE);
            if (engine >= 0) {
                printRatio(name, time, times.get(name.substring(0, engine) + BASELINE), "plainly with BouncyCastle");
                printRatio(name, time, times.get(name.replace(ENGINE, OTHER_ENGINE)), "by the engine on BouncyCastle");
            }
        });
    }

    private static void printRatio(String name, Statistics time, @Nullable Statistics other, String what) {
        if (other != null) {
            System.out.printf(
                    Locale.ROOT,
                    "%-26s %7.1f us against %7.1f us %-29s: %5.2f times as fast; at the fastest %.1f us, %.1f us: %.2f%n",
                    name.substring(name.lastIndexOf('.') + 1),
                    time.getMean(),
                    other.getMean(),
                    what,
                    other.getMean() / time.getMean(),
                    time.getMin(),
                    other.getMin(),
                    other.getMin() / time.getMin());
        }
    }
}
