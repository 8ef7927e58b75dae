package io.nutflux.store.sql;

import io.nutflux.store.ConcurrencyContract;
import io.nutflux.store.InboxContract;
import io.nutflux.store.InboxRedemptionContract;
import io.nutflux.store.KeysetContract;
import io.nutflux.store.LeaseContract;
import io.nutflux.store.MoneyContract;
import io.nutflux.store.OperationContract;
import io.nutflux.store.QuoteContract;
import io.nutflux.store.RedemptionContract;
import io.nutflux.store.SecretContract;
import io.nutflux.store.WalletStore;
import org.junit.jupiter.api.Nested;

/** The contract suite over PostgreSQL. */
class PostgresContractTest {

    private static WalletStore open() {
        return PostgresServer.open(PostgresServer.shared().freshUrl());
    }

    @Nested
    class Keysets extends KeysetContract {
        @Override
        protected WalletStore openStore() {
            return open();
        }
    }

    @Nested
    class Quotes extends QuoteContract {
        @Override
        protected WalletStore openStore() {
            return open();
        }
    }

    @Nested
    class Redemptions extends RedemptionContract {
        @Override
        protected WalletStore openStore() {
            return open();
        }
    }

    @Nested
    class Operations extends OperationContract {
        @Override
        protected WalletStore openStore() {
            return open();
        }
    }

    @Nested
    class Money extends MoneyContract {
        @Override
        protected WalletStore openStore() {
            return open();
        }
    }

    @Nested
    class Leases extends LeaseContract {
        @Override
        protected WalletStore openStore() {
            return open();
        }
    }

    @Nested
    class Inbox extends InboxContract {
        @Override
        protected WalletStore openStore() {
            return open();
        }
    }

    @Nested
    class InboxAndRedemptions extends InboxRedemptionContract {
        @Override
        protected WalletStore openStore() {
            return open();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected WalletStore openStore() {
            return open();
        }
    }

    @Nested
    class Secrets extends SecretContract {
        @Override
        protected WalletStore openStore() {
            return open();
        }
    }
}
