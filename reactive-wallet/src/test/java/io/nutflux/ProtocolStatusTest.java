package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/protocol.md, docs/protocol-status.md and the citations in the comments of all tests say the same. */
class ProtocolStatusTest {

    private static final String ITEM = "(?:\\d\\d|X|E)\\.\\d+";
    private static final Pattern DEFINED = Pattern.compile("^- \\*\\*(" + ITEM + ")\\*\\*", Pattern.MULTILINE);
    /** Not a part of an address, a version or a longer number. */
    private static final Pattern CITED =
            Pattern.compile("(?<![\\w.])(" + ITEM + ")(?!\\d|\\.\\d)(?: to (" + ITEM + ")(?!\\d|\\.\\d))?");

    private static final Pattern COMMENT = Pattern.compile("^\\s*(?:/\\*\\*|\\*|//)(.*)$");
    private static final Pattern ROW =
            Pattern.compile("^\\| (\\d\\d|X|E) \\|([^|]*)\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|$", Pattern.MULTILINE);
    private static final List<Path> TESTS =
            List.of(Path.of("src/test/java"), Path.of("../examples/src/test/java"), Path.of("../perf/src/test/java"));

    private static List<String> defined() throws IOException {
        return DEFINED.matcher(Files.readString(Path.of("../docs/protocol.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Which items are cited where. */
    private static Map<String, String> cited() throws IOException {
        Map<String, String> cited = new LinkedHashMap<>();
        for (Path root : TESTS) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> lines(file)
                                .forEach(line -> citations(line)
                                        .forEach(item -> cited.putIfAbsent(item, String.valueOf(file.getFileName())))));
            }
        }
        return cited;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> citations(String line) {
        Matcher comment = COMMENT.matcher(line);
        return comment.matches()
                ? CITED.matcher(comment.group(1))
                        .results()
                        .flatMap(found -> items(found.group(1), found.group(2)))
                        .toList()
                : List.of();
    }

    private static Stream<String> items(String first, String last) {
        String[] from = parts(first);
        int end = Integer.parseInt(last == null ? from[1] : parts(last)[1]);
        return IntStream.rangeClosed(Integer.parseInt(from[1]), end).mapToObj(number -> from[0] + "." + number);
    }

    private static String[] parts(String item) {
        int dot = item.indexOf('.');
        return new String[] {item.substring(0, dot), item.substring(dot + 1)};
    }

    /** The items of one column of the page's table, 1 to 4. */
    private static List<String> column(int column) throws IOException {
        List<String> items = new ArrayList<>();
        ROW.matcher(Files.readString(Path.of("../docs/protocol-status.md")))
                .results()
                .forEach(row -> items.addAll(cell(row, column)));
        return items;
    }

    private static List<String> cell(MatchResult row, int column) {
        String text = row.group(column + 1).strip();
        return Pattern.compile(", ")
                .splitAsStream(text)
                .filter(part -> !part.isEmpty())
                .flatMap(part -> {
                    int dash = part.indexOf('-');
                    String first = dash < 0 ? part : part.substring(0, dash);
                    String last = dash < 0 ? part : part.substring(dash + 1);
                    return items(row.group(1) + "." + first, row.group(1) + "." + last);
                })
                .toList();
    }

    @Test
    void citations_ofAllTests_areOfItemsThatExist() throws IOException {
        Map<String, String> unknown = new LinkedHashMap<>(cited());
        unknown.keySet().removeAll(defined());
        assertThat(unknown).as("cited, and not in docs/protocol.md").isEmpty();
    }

    @Test
    void status_ofEachItem_isInOneColumn() throws IOException {
        List<String> all = new ArrayList<>();
        for (int column = 1; column <= 4; column++) {
            all.addAll(column(column));
        }
        assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(defined());
    }

    @Test
    void status_shownByATest_isCitedByOne() throws IOException {
        TreeSet<String> uncited = new TreeSet<>(column(1));
        assertThat(uncited).hasSizeGreaterThan(100);
        uncited.removeAll(cited().keySet());
        assertThat(uncited).as("said to be shown, and cited by no test").isEmpty();
    }

    /** That the search sees what it is to see, and takes nothing else for a citation. */
    @Test
    void citations_inALine_areFound() {
        assertThat(citations("    /** X.7, 00.24 to 00.26: so. */")).containsExactly("X.7", "00.24", "00.25", "00.26");
        assertThat(citations("     * after it (04.13).")).containsExactly("04.13");
        assertThat(citations("// on 127.0.0.1, in RFC 9106.2, of 10.0.0.5, version 1.10.2"))
                .isEmpty();
        assertThat(citations("    assertThat(ratio).isEqualTo(12.5);")).isEmpty();
    }
}
