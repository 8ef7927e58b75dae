package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.StoreException;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        return wallets.open(FaultyStore.on(beneath).store(), WalletHarness.options(MintUrl.of(mint.url())), clock);
    }

    /** Another may have released it by now: what the store cannot confirm is not sent. */
    @Test
    void redeem_pausedPastTheLeaseAndTheStoreCannotSayWhose_isNotSent() {
        CashuWallet wallet = open();
        store.beforeNext("markSent", () -> clock.jump(LEASE.multipliedBy(2)));
        store.failNext("lease", 1, StoreException.Kind.UNAVAILABLE);
        assertThatThrownBy(() ->
                        wallet.redeem(new RedeemRequest("a", mint.token(8, 2))).block(PATIENCE))
                .isInstanceOf(StoreException.class);
        assertThat(mint.requests("/v1/swap")).isZero();
        CashuWallet other = other();
        assertThat(outcome(other, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(other)).isEqualTo(10);
        assertThat(verify(other).conserved()).isTrue();
    }

    private CompletableFuture<RedeemResult> redeeming(CashuWallet wallet) {
        return wallet.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
    }

    /** Else what the mint has signed is in this process's memory and nowhere else. */
    private void restoreIsNotOffered() {
        mint.faults().on("/v1/restore").always(Fault.html(404));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "IN_USE"})
    void redeem_storeAwayWhenTheMintHasSigned_isRedeemedWhenItIsBack(StoreException.Kind kind) {
        restoreIsNotOffered();
        CashuWallet wallet = open();
        store.failNext("settle", 3, kind);
        assertThat(redeeming(wallet)).succeedsWithin(PATIENCE).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
        assertThat(spendable(wallet)).isEqualTo(10);
        assertThat(verify(wallet).conserved()).isTrue();
    }

    /** It took place, and the store can tell that only after longer than a command's caller looks. */
    @Test
    void redeem_storeAwayOnceItHasSettled_isRedeemedOnce() {
        restoreIsNotOffered();
        CashuWallet wallet = open();
        store.loseNextAnswer("settle");
        store.failNext("ledgerEntry", 7, StoreException.Kind.UNAVAILABLE);
        assertThat(redeeming(wallet)).succeedsWithin(PATIENCE).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(store.failuresLeft("ledgerEntry")).isZero();
        assertThat(spendable(wallet)).isEqualTo(10);
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void send_storeAwayWhenTheMintHasSigned_givesTheToken() {
        restoreIsNotOffered();
        CashuWallet wallet = open();
        fund(wallet, mint, 64);
        store.failNext("settle", 3, StoreException.Kind.UNAVAILABLE);
        SentToken sent = Objects.requireNonNull(
                wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(10)))
                        .block(PATIENCE));
        assertThat(redeem(wallets.openOther(mint), "a", sent.token())).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(54);
    }

    /** Another replica, which the store does answer, takes the operation over meanwhile: there is one settlement. */
    @Test
    void redeem_takenOverWhileTheStoreIsAway_isRedeemedOnce() {
        CashuWallet wallet = open();
        store.failNext("settle", Integer.MAX_VALUE, StoreException.Kind.UNAVAILABLE);
        CompletableFuture<RedeemResult> told = redeeming(wallet);
        await().atMost(PATIENCE).until(() -> store.failuresLeft("settle") < Integer.MAX_VALUE);
        clock.jump(LEASE.multipliedBy(2));
        CashuWallet other = other();
        assertThat(outcome(other, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(told).isNotDone();
        store.failNext("settle", 0, StoreException.Kind.UNAVAILABLE);
        assertThat(told).succeedsWithin(PATIENCE).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(other)).isEqualTo(10);
        assertThat(mint.outstanding()).isEqualTo(10);
        assertThat(verify(other).conserved()).isTrue();
    }

    /** The other one has the operation and cannot end it: the signatures in hand do, whoever holds it. */
    @Test
    void redeem_takenOverByOneThatCannotRestore_isRedeemedWithTheSignaturesInHand() {
        restoreIsNotOffered();
        CashuWallet wallet = open();
        store.failNext("settle", Integer.MAX_VALUE, StoreException.Kind.UNAVAILABLE);
        CompletableFuture<RedeemResult> told = redeeming(wallet);
        await().atMost(PATIENCE).until(() -> store.failuresLeft("settle") < Integer.MAX_VALUE);
        clock.jump(LEASE.multipliedBy(2));
        CashuWallet other = other();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/restore") > 0);
        store.failNext("settle", 0, StoreException.Kind.UNAVAILABLE);
        assertThat(told).succeedsWithin(PATIENCE).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(outcome(other, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(other)).isEqualTo(10);
        assertThat(verify(other).conserved()).isTrue();
    }

    /** Closing waits for its grace and no longer; recovery fetches what was signed. */
    @Test
    void close_storeAwayForGood_endsAfterTheGrace() {
        CashuWallet wallet = open();
        store.failNext("settle", Integer.MAX_VALUE, StoreException.Kind.UNAVAILABLE);
        CompletableFuture<RedeemResult> told = redeeming(wallet);
        await().atMost(PATIENCE).until(() -> store.failuresLeft("settle") < Integer.MAX_VALUE);
        wallet.close(Duration.ofMillis(200)).block(PATIENCE);
        assertThat(told).succeedsWithin(PATIENCE).isInstanceOf(RedeemResult.Pending.class);
        clock.jump(LEASE.multipliedBy(2));
        CashuWallet other = other();
        assertThat(outcome(other, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(other)).isEqualTo(10);
    }
}
