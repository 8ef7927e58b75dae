package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/threat-model.md names only tests that there are. */
class ThreatModelTest {

    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|Suite|Contract))(?:\\.(\\w+))?`");

    /** Text of the test sources by simple name; where two have one name, of both. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (Path root : List.of(Path.of("src/test/java"), Path.of("../examples/src/test/java"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = String.valueOf(file.getFileName()).replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    @Test
    void testsThatAreNamed_exist() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (var found : NAMED.matcher(Files.readString(Path.of("../docs/threat-model.md")))
                .results()
                .toList()) {
            String type = found.group(1);
            String method = found.group(2);
            named.add(type);
            String source = sources.get(type);
            if (source == null) {
                missing.add(type);
            } else if (method != null && !source.contains("void " + method + "(")) {
                missing.add(type + "." + method);
            }
        }
        assertThat(named).hasSizeGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    /** A row that claims to be built names what shows it. */
    @Test
    void scenarios_thatAreBuilt_nameATest() throws IOException {
        String page = Files.readString(Path.of("../docs/threat-model.md"));
        String scenarios = page.substring(page.indexOf("## Scenarios"), page.indexOf("## Privacy"));
        List<String> built = scenarios
                .lines()
                .filter(line -> line.startsWith("| ") && (line.contains("| built") || line.contains("| partly")))
                .toList();
        assertThat(built)
                .hasSizeGreaterThan(10)
                .allMatch(line -> NAMED.matcher(line).find());
    }
}
