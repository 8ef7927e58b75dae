package io.nutflux.perf.run;

import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.vault.KeyProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Where the wallet under measurement lives. */
public enum StoreKind {
    MEMORY,
    SQLITE;

    /** A new, empty store. */
    Mono<WalletStore> open(Path directory) {
        return switch (this) {
            case MEMORY -> Mono.fromSupplier(WalletStore::inMemory);
            case SQLITE ->
                SqliteStore.open(directory.resolve("wallet.sqlite"), KeyProvider.password("measured".toCharArray()))
                        .cast(WalletStore.class);
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
