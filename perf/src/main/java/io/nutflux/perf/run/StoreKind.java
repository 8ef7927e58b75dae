package io.nutflux.perf.run;

import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.PostgresOptions;
import io.nutflux.store.sql.PostgresServer;
import io.nutflux.store.sql.PostgresStore;
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
    SQLITE,
    /** On a server that is started for the run, on this machine, and that waits for the disk. */
    POSTGRES;

    /** A new, empty store. */
    Mono<WalletStore> open(Path directory) {
        return Mono.fromSupplier(() -> place(directory)).flatMap(this::openAt);
    }

    /** Where there is a new, empty store: a file's path or a database's URL. */
    String place(Path directory) {
        return switch (this) {
            case MEMORY -> "";
            case POSTGRES -> Postgres.SERVER.freshUrl();
            case SQLITE -> directory.resolve("wallet.sqlite").toString();
        };
    }

    /** The store at {@code place}; one in memory is new each time. */
    Mono<WalletStore> openAt(String place) {
        return switch (this) {
            case MEMORY -> Mono.fromSupplier(WalletStore::inMemory);
            case POSTGRES ->
                PostgresStore.open(PostgresOptions.of(place), keys()).cast(WalletStore.class);
            case SQLITE -> SqliteStore.open(Path.of(place), keys()).cast(WalletStore.class);
        };
    }

    private static KeyProvider keys() {
        return KeyProvider.password("measured".toCharArray());
    }

    /** So that it is started once, before the clock is, and only if it is used. */
    private static final class Postgres {
        private static final PostgresServer SERVER = PostgresServer.durable();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
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
