package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;

import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Crashes over PostgreSQL: all wallets in one database. */
class CrashOnPostgresTest extends CrashMatrix {

    private WalletStore store;

    @BeforeAll
    void open() {
        store = ChildWallets.store(PostgresServer.shared().freshUrl());
    }

    @AfterAll
    void close() {
        store.close().block(PATIENCE);
    }

    @Override
    String name() {
        return "PostgreSQL";
    }

    @Override
    WalletStore store() {
        return store;
    }

    @Override
    int every() {
        return 5;
    }
}
