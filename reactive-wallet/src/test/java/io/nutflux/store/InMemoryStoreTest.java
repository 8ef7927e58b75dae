package io.nutflux.store;

import org.junit.jupiter.api.Nested;

/** The contract suite over the store in memory. */
class InMemoryStoreTest {

    @Nested
    class Keysets extends KeysetContract {
        @Override
        protected WalletStore openStore() {
            return WalletStore.inMemory();
        }
    }

    @Nested
    class Quotes extends QuoteContract {
        @Override
        protected WalletStore openStore() {
            return WalletStore.inMemory();
        }
    }

    @Nested
    class Redemptions extends RedemptionContract {
        @Override
        protected WalletStore openStore() {
            return WalletStore.inMemory();
        }
    }

    @Nested
    class Operations extends OperationContract {
        @Override
        protected WalletStore openStore() {
            return WalletStore.inMemory();
        }
    }

    @Nested
    class Money extends MoneyContract {
        @Override
        protected WalletStore openStore() {
            return WalletStore.inMemory();
        }
    }

    @Nested
    class Leases extends LeaseContract {
        @Override
        protected WalletStore openStore() {
            return WalletStore.inMemory();
        }
    }

    @Nested
    class Inbox extends InboxContract {
        @Override
        protected WalletStore openStore() {
            return WalletStore.inMemory();
        }
    }

    @Nested
    class InboxAndRedemptions extends InboxRedemptionContract {
        @Override
        protected WalletStore openStore() {
            return WalletStore.inMemory();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected WalletStore openStore() {
            return WalletStore.inMemory();
        }
    }

    @Nested
    class Secrets extends SecretContract {
        @Override
        protected WalletStore openStore() {
            return WalletStore.inMemory();
        }
    }
}
