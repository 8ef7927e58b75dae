package io.nutflux.cli;

import java.util.ArrayList;
import java.util.List;

/** A listing: JSON objects as they come, or for people a table at the end. */
final class Listing {

    private static final int WIDEST_CELL = 80;

    private final Console console;
    private final boolean json;
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Listing(Console console, boolean json, String... columns) {
        this.console = console;
        this.json = json;
        this.columns = List.of(columns);
    }

    /** Adds a row; {@code cells} are for people and in the order of the columns. */
    void add(JsonLine object, Object... cells) {
        if (json) {
            console.print(object.text());
            return;
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Printable.of(cell.toString(), WIDEST_CELL));
        }
        rows.add(row);
    }

    /** Prints the table; {@code whenEmpty} if there is no row. */
    void end(String whenEmpty) {
        if (json) {
            return;
        }
        if (rows.isEmpty()) {
            console.print(whenEmpty);
            return;
        }
        int[] widths = new int[columns.size()];
        boolean[] numeric = new boolean[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    columns.get(i).length(),
                    rows.stream()
                            .mapToInt(row -> row.get(column).length())
                            .max()
                            .orElse(0));
            numeric[i] = rows.stream().allMatch(row -> row.get(column).matches("\\d+"));
        }
        console.print(line(columns, widths, numeric));
        rows.forEach(row -> console.print(line(row, widths, numeric)));
    }

    private static String line(List<String> cells, int[] widths, boolean[] numeric) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : "  ");
            line.append(numeric[i] ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
