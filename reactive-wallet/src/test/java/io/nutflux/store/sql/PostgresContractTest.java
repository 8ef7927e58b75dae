package io.nutflux.store.sql;

import io.nutflux.store.StoreContractSuite;
import io.nutflux.store.WalletStore;

/** The contract suite over PostgreSQL. */
class PostgresContractTest extends StoreContractSuite {

    @Override
    protected WalletStore openStore() {
        return PostgresServer.open(PostgresServer.shared().freshUrl());
    }
}
