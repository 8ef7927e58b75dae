package io.nutflux.perf;

import java.io.PrintStream;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Prints runs as they end: JSON lines, or rows of a table. */
final class Output {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintStream out;
    private final boolean json;
    private boolean begun;

    Output(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void print(Map<String, ?> figures) {
        if (json) {
            out.println(JSON.writeValueAsString(figures));
        } else {
            if (!begun) {
                out.println(FigureTable.header());
            }
            out.println(FigureTable.row(figures));
            Object failure = figures.get("firstFailure");
            if (failure instanceof String text && !text.isEmpty()) {
                out.println("  first failure: " + text);
            }
        }
        begun = true;
        out.flush();
    }

    /** As one line. */
    static String text(Map<String, ?> figures) {
        return JSON.writeValueAsString(figures);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> parse(String line) {
        return JSON.readValue(line, Map.class);
    }
}
