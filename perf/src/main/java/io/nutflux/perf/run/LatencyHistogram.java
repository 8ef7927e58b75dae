package io.nutflux.perf.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets that are at most 1/64 wide of their value, so that percentiles of any number of durations
 * take the same small memory. Thread-safe.
 */
final class LatencyHistogram {

    /** Each power of two of microseconds is cut into so many buckets. */
    private static final int PER_OCTAVE = 64;

    private static final int OCTAVES = 40;
    private static final int OCTAVE_BITS = 6;

    private final AtomicLongArray counts = new AtomicLongArray(PER_OCTAVE * (OCTAVES + 1));

    void record(long nanos) {
        counts.incrementAndGet(bucket(Math.max(0, nanos / 1_000)));
    }

    /** The duration that {@code share} of all recorded ones do not exceed, to 1/64; zero if there are none. */
    Duration percentile(double share) {
        long total = 0;
        for (int i = 0; i < counts.length(); i++) {
            total += counts.get(i);
        }
        long rank = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= rank && seen > 0) {
                return Duration.ofNanos(highest(i) * 1_000);
            }
        }
        return Duration.ZERO;
    }

    /** Values below 64 have a bucket each; above, the leading bit names the octave and the next six the bucket in it. */
    private static int bucket(long micros) {
        if (micros < PER_OCTAVE) {
            return (int) micros;
        }
        int octave = 63 - Long.numberOfLeadingZeros(micros) - OCTAVE_BITS;
        if (octave >= OCTAVES) {
            return PER_OCTAVE * (OCTAVES + 1) - 1;
        }
        return PER_OCTAVE * (octave + 1) + (int) (micros >>> octave) - PER_OCTAVE;
    }

    /** The highest value that falls into the bucket. */
    private static long highest(int bucket) {
        if (bucket < PER_OCTAVE) {
            return bucket;
        }
        int octave = bucket / PER_OCTAVE - 1;
        long lowest = (long) (bucket % PER_OCTAVE + PER_OCTAVE) << octave;
        return lowest + (1L << octave) - 1;
    }
}
