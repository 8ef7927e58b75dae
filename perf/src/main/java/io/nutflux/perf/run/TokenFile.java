package io.nutflux.perf.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A file of tokens, one a line. It is read as tokens are asked for and never held as a whole. */
public final class TokenFile {

    private final Path path;

    public TokenFile(Path path) {
        this.path = path;
    }

    /**
     * The tokens from {@code first} on, counted from 0, at most {@code count}; fewer if the file ends. Reads on the thread
     * that asks.
     */
    public Flux<String> tokens(long first, long count) {
        return Flux.generate(
                        () -> open(first),
                        (reader, sink) -> {
                            String line = readLine(reader);
                            if (line == null) {
                                sink.complete();
                            } else {
                                sink.next(line);
                            }
                            return reader;
                        },
                        TokenFile::close)
                .cast(String.class)
                .take(count);
    }

    private BufferedReader open(long first) {
        try {
            BufferedReader reader = Files.newBufferedReader(path);
            for (long skipped = 0; skipped < first && reader.readLine() != null; ) {
                skipped++;
            }
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static @Nullable String readLine(BufferedReader reader) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
