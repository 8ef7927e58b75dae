package io.nutflux.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {

    private static final Path SOURCE = Path.of("src/test/java/io/nutflux/examples/TillController.java");

    @Test
    void readme_holdsTheServiceThatIsCompiledAndTestedHere() throws IOException {
        String source = Files.readString(SOURCE);
        String begin = "// readme: begin\n";
        String snippet = source.substring(source.indexOf(begin) + begin.length(), source.indexOf("// readme: end"));

        assertThat(snippet).contains("class TillController", "class WalletConfiguration");
        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + snippet + "```\n");
    }
}
