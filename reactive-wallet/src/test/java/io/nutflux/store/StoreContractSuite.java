package io.nutflux.store;

import org.junit.jupiter.api.Nested;

/**
 * All parts of the contract of {@link WalletStore}. A store of your own is held to them by one class; the suite is in the
 * library's test-jar and needs JUnit (jupiter) and AssertJ beside it:
 *
 * <pre>{@code
 * class MyStoreTest extends StoreContractSuite {
 *
 *     @Override
 *     protected WalletStore openStore() {
 *         return new MyStore();
 *     }
 * }
 * }</pre>
 *
 * <p>Each test has a new store and closes it. A store that several processes may share should be held to more: the tests
 * here run in one.
 */
public abstract class StoreContractSuite {

    /** A new and empty store. */
    protected abstract WalletStore openStore();

    @Nested
    class Keysets extends KeysetContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }

    @Nested
    class Quotes extends QuoteContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }

    @Nested
    class Redemptions extends RedemptionContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }

    @Nested
    class Operations extends OperationContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }

    @Nested
    class Money extends MoneyContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }

    @Nested
    class Leases extends LeaseContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }

    @Nested
    class Inbox extends InboxContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }

    @Nested
    class InboxAndRedemptions extends InboxRedemptionContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }

    @Nested
    class Restoring extends RestoreContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }

    @Nested
    class Secrets extends SecretContract {
        @Override
        protected WalletStore openStore() {
            return StoreContractSuite.this.openStore();
        }
    }
}
