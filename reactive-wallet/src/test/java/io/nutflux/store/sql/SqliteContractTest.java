package io.nutflux.store.sql;

import io.nutflux.store.StoreContractSuite;
import io.nutflux.store.WalletStore;
import io.nutflux.vault.TestKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** The contract suite over SQLite. */
class SqliteContractTest extends StoreContractSuite {

    @TempDir
    static Path directory;

    private static final AtomicInteger FILES = new AtomicInteger();

    @Override
    protected WalletStore openStore() {
        return SqliteStore.open(directory.resolve("wallet" + FILES.incrementAndGet() + ".db"), TestKeys.provider())
                .block(Duration.ofSeconds(30));
    }
}
