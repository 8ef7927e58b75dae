package io.nutflux.perf.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {

    @TempDir
    private Path directory;

    private TokenFile file;

    @BeforeEach
    void write() throws IOException {
        Path path = directory.resolve("tokens");
        Files.writeString(path, "a\nb\nc\nd\n");
        file = new TokenFile(path);
    }

    @Test
    void tokens_fromTheMiddle_areThoseAskedFor() {
        assertThat(file.tokens(1, 2).collectList().block()).containsExactly("b", "c");
    }

    @Test
    void tokens_pastTheEnd_endWithTheFile() {
        assertThat(file.tokens(3, 10).collectList().block()).containsExactly("d");
        assertThat(file.tokens(9, 10).collectList().block()).isEmpty();
    }

    @Test
    void tokens_subscribedTwice_areReadAfresh() {
        var tokens = file.tokens(0, 1);

        assertThat(tokens.collectList().block()).containsExactly("a");
        assertThat(tokens.collectList().block()).containsExactly("a");
    }
}
