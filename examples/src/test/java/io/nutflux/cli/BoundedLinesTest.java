package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {

    @Test
    void next_givesLinesWithTheirNumbersAndWithoutTheirEnds() throws IOException {
        assertThat(texts(read("one\ntwo\r\n\nfour", 10))).containsExactly("one", "two", "", "four");
        assertThat(read("one\ntwo\r\n\nfour", 10))
                .extracting(BoundedLines.Line::number)
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void next_ofAnEmptyStream_givesNothing() throws IOException {
        assertThat(read("", 10)).isEmpty();
    }

    @Test
    void next_ofALineThatIsTooLong_keepsItsBeginningAndGoesOnAfterIt() throws IOException {
        List<BoundedLines.Line> lines = read("x".repeat(200_000) + "\nshort", 10);

        assertThat(texts(lines)).containsExactly("x".repeat(10), "short");
        assertThat(lines).extracting(BoundedLines.Line::tooLong).containsExactly(true, false);
    }

    @Test
    void next_ofALineAsLongAsTheLimit_isNotTooLong() throws IOException {
        assertThat(read("x".repeat(10) + "\n", 10).get(0).tooLong()).isFalse();
    }

    @Test
    void next_tellsHowFarItRead() throws IOException {
        assertThat(read("one\ntwo\n", 10))
                .extracting(BoundedLines.Line::bytesRead)
                .containsExactly(4L, 8L);
    }

    private static List<String> texts(List<BoundedLines.Line> lines) {
        return lines.stream().map(BoundedLines.Line::text).toList();
    }

    private static List<BoundedLines.Line> read(String text, int longest) throws IOException {
        List<BoundedLines.Line> all = new ArrayList<>();
        try (BoundedLines lines =
                new BoundedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest)) {
            for (BoundedLines.Line line = lines.next(); line != null; line = lines.next()) {
                all.add(line);
            }
        }
        return all;
    }
}
