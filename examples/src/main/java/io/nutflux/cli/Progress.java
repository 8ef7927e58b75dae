package io.nutflux.cli;

import org.jspecify.annotations.Nullable;

/** A line that tells how far a batch is: on a terminal only, and only after a second. Safe for several threads. */
final class Progress {

    private static final long FIRST_AFTER_NANOS = 1_000_000_000L;
    private static final long EVERY_NANOS = 100_000_000L;
    private static final int BAR = 20;

    private final Console console;
    private final @Nullable Long total;
    private final String items;
    private final long startedNanos = System.nanoTime();
    private long nextNanos = startedNanos + FIRST_AFTER_NANOS;
    private long done;

    /** Of tokens. */
    Progress(Console console, @Nullable Long total) {
        this(console, total, "tokens");
    }

    /** Draws a bar against {@code total}, or counts only if that is {@code null}; {@code items} are what it counts. */
    Progress(Console console, @Nullable Long total, String items) {
        this.console = console;
        this.total = total;
        this.items = items;
    }

    /** Tells how much of {@code total} is done. */
    synchronized void done(long amount) {
        done = amount;
    }

    /** Redraws, if it is time. */
    synchronized void tick(long count) {
        long now = System.nanoTime();
        if (!console.isTerminal() || now - nextNanos < 0) {
            return;
        }
        nextNanos = now + EVERY_NANOS;
        double seconds = (now - startedNanos) / 1e9;
        console.draw(bar() + count + " " + items + ", " + Math.round(count / seconds) + " a second");
    }

    private String bar() {
        if (total == null || total <= 0) {
            return "";
        }
        double share = Math.min(1.0, (double) done / total);
        int filled = (int) Math.floor(share * BAR);
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + Math.round(share * 100) + "%  ";
    }
}
