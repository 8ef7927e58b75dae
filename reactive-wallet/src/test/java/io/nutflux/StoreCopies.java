package io.nutflux;

import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.vault.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A store in a file, which is copied while a wallet works on it, as a backup is. */
final class StoreCopies {

    private final Path directory;
    private int copies;

    StoreCopies(Path directory) {
        this.directory = directory;
    }

    private Path live() {
        return directory.resolve("live.db");
    }

    WalletStore openLive() {
        return open(live());
    }

    private static WalletStore open(Path file) {
        return Objects.requireNonNull(
                SqliteStore.open(file, TestKeys.provider()).block(WalletHarness.PATIENCE));
    }

    /** The store as it is now. */
    Path copy() {
        Path copy = directory.resolve("copy" + copies++ + ".db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live());
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + copy + "'");
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }

    /** {@link #copy}, on a thread that may block; {@code taken} hears of it. */
    Mono<Path> copying(Consumer<Path> taken) {
        return Mono.fromCallable(this::copy)
                .doOnNext(taken)
                .subscribeOn(Schedulers.fromExecutor(task -> new Thread(task, "copy").start()));
    }

    /** As who loads a backup leaves it. */
    WalletStore openRestored(Path copy) {
        WalletStore store = open(copy);
        store.markRestored(WalletId.DEFAULT, Instant.now()).block(WalletHarness.PATIENCE);
        return store;
    }

    /** As it must not be opened: as if no time had passed. */
    WalletStore openUnmarked(Path copy) {
        return open(copy);
    }

    /** For a wallet that is to end without closing it. */
    static void close(WalletStore store) {
        Mono.from(store.close()).block(WalletHarness.PATIENCE);
    }
}
