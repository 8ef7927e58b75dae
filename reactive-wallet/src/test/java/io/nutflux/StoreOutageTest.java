package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store does not answer for a while, and the process lives on. */
class StoreOutageTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final TestMint mint = TestMint.builder().noCachedResponses().start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore beneath = WalletStore.inMemory();
    private final FaultyStore store = FaultyStore.on(beneath);
    private final SettableClock clock = new SettableClock();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    /** A wallet that leaves the looking around to others. */
    private CashuWallet open() {
        return wallets.open(
                store.store(),
                WalletHarness.options(MintUrl.of(mint.url()))
                        .withRecovery(new RecoveryOptions(
                                LEASE, Duration.ofHours(1), Duration.ofMillis(50), Duration.ofMillis(200), 16)),
                clock);
    }

    private CashuWallet other() {
        return wallets.open(
                FaultyStore.on(beneath).store(), WalletHarness.options(MintUrl.of(mint.url())), clock);
    }

    /** Another may have released it by now: what the store cannot confirm is not sent. */
    @Test
    void redeem_pausedPastTheLeaseAndTheStoreCannotSayWhose_isNotSent() {
        CashuWallet wallet = open();
        store.beforeNext("markSent", () -> clock.jump(LEASE.multipliedBy(2)));
        store.failNext("lease", 1, StoreException.Kind.UNAVAILABLE);
        assertThatThrownBy(() -> wallet.redeem(new RedeemRequest("a", mint.token(8, 2))).block(PATIENCE))
                .isInstanceOf(StoreException.class);
        assertThat(mint.requests("/v1/swap")).isZero();
        CashuWallet other = other();
        assertThat(outcome(other, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(other)).isEqualTo(10);
        assertThat(verify(other).conserved()).isTrue();
    }
}
