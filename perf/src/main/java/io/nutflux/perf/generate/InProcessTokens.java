package io.nutflux.perf.generate;

import io.nutflux.testmint.TestMint;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tokens that the in-process mint makes by itself, without a request. */
public final class InProcessTokens {

    private static final int CHUNK = 500;

    private InProcessTokens() {}

    /** Writes {@code count} tokens of eight proofs, 1 to 128, one a line. */
    public static void write(TestMint mint, int count, Path file) throws IOException {
        long[] amounts = Amounts.DEFAULT.toArray();
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int made = 0; made < count; made += CHUNK) {
                writer.write(IntStream.range(0, Math.min(CHUNK, count - made))
                        .parallel()
                        .mapToObj(i -> mint.token(amounts) + "\n")
                        .collect(Collectors.joining()));
            }
        }
    }
}
