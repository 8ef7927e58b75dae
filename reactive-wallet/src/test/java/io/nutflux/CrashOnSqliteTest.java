package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;

import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.vault.TestKeys;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Crashes over SQLite: all wallets in one file. */
class CrashOnSqliteTest extends CrashMatrix {

    private WalletStore store;

    @BeforeAll
    void open(@TempDir Path directory) {
        store = Objects.requireNonNull(SqliteStore.open(directory.resolve("wallets.db"), TestKeys.provider())
                .block(PATIENCE));
    }

    @AfterAll
    void close() {
        store.close().block(PATIENCE);
    }

    @Override
    String name() {
        return "SQLite";
    }

    @Override
    WalletStore store() {
        return store;
    }

    @Override
    int every() {
        return 3;
    }
}
