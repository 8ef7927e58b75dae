package io.nutflux.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Prints runs, of this wallet or of others, as one table for people. */
final class FigureTable {

    private record Column(String title, String field, int width, int decimals) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("wallet", "wallet", -15, 0),
            new Column("store", "store", -7, 0),
            new Column("dleq", "dleq", -9, 0),
            new Column("N", "n", 7, 0),
            new Column("redeemed", "redeemed", 9, 0),
            new Column("seconds", "seconds", 8, 2),
            new Column("tokens/s", "tokensPerSecond", 9, 1),
            new Column("CPU ms/token", "cpuMsPerToken", 13, 2),
            new Column("mint ms/token", "mintCpuMsPerToken", 14, 2),
            new Column("alloc kB/token", "allocatedKbPerToken", 15, 0),
            new Column("p50 ms", "p50Ms", 8, 0),
            new Column("p99 ms", "p99Ms", 8, 0),
            new Column("swaps", "swaps", 6, 0),
            new Column("tokens/swap", "tokensPerSwap", 12, 1),
            new Column("heap MB", "heapPeakMb", 8, 0),
            new Column("live MB", "heapLiveMb", 8, 0));

    private FigureTable() {}

    static String header() {
        List<String> cells = new ArrayList<>();
        for (Column column : COLUMNS) {
            cells.add(pad(column.title, column.width));
        }
        return String.join(" ", cells).stripTrailing();
    }

    static String row(Map<String, ?> figures) {
        List<String> cells = new ArrayList<>();
        for (Column column : COLUMNS) {
            Object value = figures.get(column.field);
            String text = value instanceof Number number
                    ? String.format(Locale.ROOT, "%." + column.decimals + "f", number.doubleValue())
                    : Objects.requireNonNullElse(value, "-").toString();
            cells.add(pad(text, column.width));
        }
        return String.join(" ", cells).stripTrailing();
    }

    private static String pad(String text, int width) {
        String space = " ".repeat(Math.max(0, Math.abs(width) - text.length()));
        return width < 0 ? text + space : space + text;
    }
}
