package io.nutflux.perf.run;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a run came to, as the fields of one JSON line. */
public final class RunFigures {

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final long failed;
    private final String threads;

    RunFigures(
            RedeemPlan plan,
            int n,
            Redeemer.Tally tally,
            Meter.Reading reading,
            LatencyHistogram latencies,
            long swaps,
            String threads) {
        double seconds = reading.nanos() / 1e9;
        double perToken = Math.max(1, tally.redeemed());
        failed = tally.failed();
        this.threads = threads;
        fields.put("wallet", "nutflux");
        fields.put("store", word(plan.store()));
        fields.put("dleq", word(plan.dleq()));
        fields.put("n", n);
        fields.put("redeemed", tally.redeemed());
        fields.put("failed", tally.failed());
        fields.put("firstFailure", tally.firstFailure());
        fields.put("amount", tally.amount());
        fields.put("seconds", seconds);
        fields.put("tokensPerSecond", tally.redeemed() / seconds);
        fields.put("cpuMsPerToken", reading.cpuNanos() / 1e6 / perToken);
        fields.put("mintCpuMsPerToken", reading.mintCpuNanos() / 1e6 / perToken);
        fields.put("allocatedKbPerToken", reading.allocated() / 1024.0 / perToken);
        fields.put("p50Ms", latencies.percentile(0.50).toNanos() / 1e6);
        fields.put("p99Ms", latencies.percentile(0.99).toNanos() / 1e6);
        fields.put("swaps", swaps);
        fields.put("tokensPerSwap", tally.redeemed() / (double) Math.max(1, swaps));
        fields.put("gcMs", reading.collectionMillis());
        fields.put("heapPeakMb", reading.heapPeak() / 1048576.0);
        fields.put("heapLiveMb", reading.heapLive() / 1048576.0);
    }

    /** Field name to number or text, in the order of the columns. */
    public Map<String, Object> fields() {
        return fields;
    }

    /** CPU time by groups of threads, a line each. */
    public String threads() {
        return threads;
    }

    /** Whether each token was redeemed. */
    public boolean complete() {
        return failed == 0;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
