package io.nutflux.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {

    private static final Path SOURCES = Path.of("src/test/java/io/nutflux/examples");
    private static final String BEGIN = "// readme: begin\n";
    private static final String END = "// readme: end";

    @ParameterizedTest
    @ValueSource(strings = {"TillController", "CounterController", "WalletConfiguration"})
    void readme_holdsWhatIsCompiledAndRunHere(String name) throws IOException {
        String source = Files.readString(SOURCES.resolve(name + ".java"));
        String snippet = source.substring(source.indexOf(BEGIN) + BEGIN.length(), source.indexOf(END));

        assertThat(snippet).contains("class " + name);
        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + snippet + "```\n");
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite-jdbc, sqlite.version",
        "r2dbc-postgresql, r2dbc-postgresql.version",
        "r2dbc-pool, r2dbc-pool.version",
        "jackson-databind, jackson.version",
        "secp256k1-kmp-jni-jvm, secp256k1.version"
    })
    void readme_namesTheVersionsThatTheBuildUses(String artifact, String property) throws IOException {
        Matcher used = Pattern.compile("<" + property + ">([^<]+)</").matcher(Files.readString(Path.of("../pom.xml")));

        assertThat(used.find()).isTrue();
        assertThat(Files.readString(Path.of("../README.md")))
                .contains("<artifactId>" + artifact + "</artifactId>\n  <version>" + used.group(1) + "</version>");
    }
}
