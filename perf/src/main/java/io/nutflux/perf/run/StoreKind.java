package io.nutflux.perf.run;

import io.nutflux.store.WalletStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the wallet under measurement lives. */
public enum StoreKind {
    MEMORY,
    SQLITE;

    /** A new, empty store. */
    WalletStore open(Path directory) {
        return switch (this) {
            case MEMORY -> WalletStore.inMemory();
            case SQLITE -> throw new IllegalArgumentException("no SQLite store in " + directory);
        };
    }

    static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
