package io.nutflux.vault;

import org.junit.jupiter.api.AfterAll;

class VaultTransitContractTest extends KeyProviderContract {

    private static final FakeVault VAULT = new FakeVault();
    private static final FakeVault OTHER = new FakeVault();

    @AfterAll
    static void stop() {
        VAULT.close();
        OTHER.close();
    }

    @Override
    protected KeyProvider openProvider() {
        return VAULT.provider();
    }

    /** A server with a key of the same name: only trying tells. */
    @Override
    protected KeyProvider openOtherProvider() {
        return OTHER.provider();
    }
}
