package io.nutflux.perf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The ratios between runs: this wallet's rate against each peer's, and how the cost of a token grows with N. */
final class Ratios {

    private static final String OURS = "nutflux";

    private final List<Map<String, Object>> runs;

    Ratios(List<Map<String, Object>> runs) {
        this.runs = runs;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Map<String, Object> peer : runs) {
            if (!isOurs(peer)) {
                runs.stream().filter(Ratios::isOurs).forEach(ours -> lines.add(against(peer, ours)));
            }
        }
        for (Map<String, Object> large : runs) {
            if (isOurs(large)) {
                smaller(large).ifPresent(small -> lines.add(growth(small, large)));
            }
        }
        return lines;
    }

    private static String against(Map<String, Object> peer, Map<String, Object> ours) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f times the rate of %s, %.1f times less CPU a token",
                name(ours),
                number(ours, "tokensPerSecond") / number(peer, "tokensPerSecond"),
                name(peer),
                number(peer, "cpuMsPerToken") / number(ours, "cpuMsPerToken"));
    }

    private static String growth(Map<String, Object> small, Map<String, Object> large) {
        return String.format(
                Locale.ROOT,
                "%s: a token costs %.2f times the CPU and %.2f times the time it does at N = %.0f",
                name(large),
                number(large, "cpuMsPerToken") / number(small, "cpuMsPerToken"),
                number(small, "tokensPerSecond") / number(large, "tokensPerSecond"),
                number(small, "n"));
    }

    /** The run of the same wallet and options with the next smaller N. */
    private Optional<Map<String, Object>> smaller(Map<String, Object> large) {
        return runs.stream()
                .filter(run -> isOurs(run)
                        && Objects.equals(run.get("dleq"), large.get("dleq"))
                        && Objects.equals(run.get("store"), large.get("store"))
                        && number(run, "n") < number(large, "n"))
                .max(Comparator.comparingDouble(run -> number(run, "n")));
    }

    private static String name(Map<String, Object> run) {
        Object dleq = run.get("dleq");
        return run.get("wallet")
                + (dleq == null ? "" : " " + dleq)
                + String.format(Locale.ROOT, " N = %.0f", number(run, "n"));
    }

    private static boolean isOurs(Map<String, Object> run) {
        return OURS.equals(run.get("wallet"));
    }

    private static double number(Map<String, Object> run, String field) {
        return run.get(field) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
