package io.nutflux.store;

/** The contract suite over the store in memory. */
class InMemoryStoreTest extends StoreContractSuite {

    @Override
    protected WalletStore openStore() {
        return WalletStore.inMemory();
    }
}
