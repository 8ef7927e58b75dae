package io.nutflux.perf;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nutflux-perf jmh}. */
@Command(
        name = "jmh",
        description = {
            "Runs the JMH benchmarks whose names match, with JMH's own options, and prints how each stands to the baseline"
                    + " written down with BouncyCastle.",
            "Example: jmh Dleq -f 1 -wi 3 -i 3"
        })
final class JmhCommand implements Callable<Integer> {

    private static final String BASELINE = "plainBouncyCastle";

    @Parameters(arity = "0..*", paramLabel = "ARG", description = "A regular expression, and options of JMH.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws Exception {
        Collection<RunResult> results = new Runner(new CommandLineOptions(arguments.toArray(String[]::new))).run();
        printRatios(results);
        return 0;
    }

    /** Compares {@code x_engine…} with {@code x_plainBouncyCastle} of the same class, measured in this run. */
    private static void printRatios(Collection<RunResult> results) {
        Map<String, Double> scores = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            scores.put(name, result.getPrimaryResult().getScore());
        }
        scores.forEach((name, score) -> {
            String operation =
                    name.substring(0, Math.max(0, name.lastIndexOf('_', Math.max(0, name.indexOf("_engine")))));
            Double baseline = scores.get(operation + "_" + BASELINE);
            if (name.contains("_engine") && baseline != null) {
                System.out.printf(
                        Locale.ROOT,
                        "%-44s %8.1f us against %8.1f us plainly with BouncyCastle: %.2f times as fast%n",
                        name.substring(name.lastIndexOf('.') + 1),
                        score,
                        baseline,
                        baseline / score);
            }
        });
    }
}
