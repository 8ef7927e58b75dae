package io.nutflux.cli;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The sums of a batch. All its tokens are of one unit, since a batch takes one unit. Not thread-safe. */
final class Tally {

    private final long startedNanos = System.nanoTime();
    private final Map<Outcome.Kind, Long> counts = new EnumMap<>(Outcome.Kind.class);
    private long tokens;
    private long replayed;
    private long open;
    private BigInteger received = BigInteger.ZERO;
    private BigInteger fees = BigInteger.ZERO;

    void add(Outcome outcome) {
        tokens++;
        counts.merge(outcome.kind(), 1L, Long::sum);
        if (outcome.isOpen()) {
            open++;
        }
        if (outcome.replayed()) {
            replayed++;
        } else if (outcome.kind() == Outcome.Kind.REDEEMED && outcome.amount() != null && outcome.fee() != null) {
            received = received.add(outcome.amount().toBigInteger());
            fees = fees.add(outcome.fee().toBigInteger());
        }
    }

    long tokens() {
        return tokens;
    }

    long count(Outcome.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** What the wallet gained in this run, after fees. */
    BigInteger received() {
        return received;
    }

    BigInteger fees() {
        return fees;
    }

    double seconds() {
        return Math.round((System.nanoTime() - startedNanos) / 1e6) / 1e3;
    }

    int status() {
        if (open > 0) {
            return ExitStatus.UNKNOWN;
        }
        return count(Outcome.Kind.REDEEMED) == tokens ? ExitStatus.DONE : ExitStatus.REFUSED;
    }

    JsonLine json() {
        JsonLine summary = JsonLine.of("tokens", tokens);
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            summary.with(kind.name().toLowerCase(Locale.ROOT), count(kind));
        }
        return summary.with("replayed", replayed)
                .with("received", received)
                .with("fees", fees)
                .with("seconds", seconds());
    }

    String words(String unit) {
        StringBuilder words = new StringBuilder().append(tokens).append(" tokens:");
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            if (count(kind) > 0) {
                words.append(' ')
                        .append(count(kind))
                        .append(' ')
                        .append(kind.name().toLowerCase(Locale.ROOT))
                        .append(',');
            }
        }
        return words + " received " + received + " " + unit + ", fees " + fees + ", " + seconds() + " s";
    }
}
