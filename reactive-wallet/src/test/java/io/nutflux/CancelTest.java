package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.store.GatedStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;

/** Invariant 5: who cancels leaves what was not sent as it was, and what was sent goes on without them. */
class CancelTest {

    private final TestMint mint = TestMint.start();
    private final WalletHarness wallets = new WalletHarness();
    private final Sinks.Empty<Void> gate = Sinks.empty();

    @AfterEach
    void close() {
        gate.tryEmitEmpty();
        wallets.close();
        mint.close();
    }

    private void assertKept(CashuWallet wallet, long amount) {
        wallet.recover().blockLast(PATIENCE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(wallet)).isEqualTo(amount));
        assertThat(wallet.pending().collectList().block(PATIENCE)).isEmpty();
        assertThat(mint.outstanding()).isEqualTo(amount);
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/keysets", "/v1/checkstate", "/v1/swap"})
    void redeem_cancelledWhileMintIsAsked_losesNothing(String path) {
        CashuWallet wallet = wallets.open(mint);
        String token = mint.token(8, 2);
        mint.faults().on(path).next(Fault.holdAfter(gate.asMono()));
        Disposable subscriber = wallet.redeem(new RedeemRequest("a", token)).subscribe();
        await().atMost(PATIENCE).until(() -> mint.requests(path) > 0);
        subscriber.dispose();
        gate.tryEmitEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(redeem(wallet, "a", token)).isInstanceOf(RedeemResult.Redeemed.class));
        assertKept(wallet, 10);
    }

    @Test
    void redeem_cancelledInItsLane_isWithdrawn() {
        CashuWallet wallet = wallets.open(mint, WalletStore.inMemory(), redeem -> redeem.linger(Duration.ofHours(1)));
        String token = mint.token(8, 2);
        Disposable subscriber = wallet.redeem(new RedeemRequest("a", token)).subscribe();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/keysets") > 0);
        subscriber.dispose();
        assertThat(mint.requests("/v1/swap")).isZero();
        assertThat(wallet.outcome("a").block(PATIENCE)).isNull();
    }

    @Test
    void send_cancelledInMidSwap_valueReturns() {
        CashuWallet wallet = wallets.open(mint);
        fund(wallet, mint, 64);
        mint.faults().on("/v1/swap").next(Fault.holdAfter(gate.asMono()));
        Disposable subscriber = wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(3)))
                .subscribe();
        await().atMost(PATIENCE).until(() -> mint.signedCount() > 1);
        subscriber.dispose();
        gate.tryEmitEmpty();
        assertKept(wallet, 64);
    }

    @Test
    void mint_cancelledInMidRequest_isMintedAllTheSame() {
        CashuWallet wallet = wallets.open(mint);
        MintQuote quote =
                Objects.requireNonNull(wallet.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(21))
                        .flatMap(asked -> wallet.awaitPaid(asked.id(), Duration.ofMillis(5)))
                        .block(PATIENCE));
        mint.faults().on("/v1/mint/bolt11").next(Fault.holdAfter(gate.asMono()));
        Disposable subscriber = wallet.mint(quote.id()).subscribe();
        await().atMost(PATIENCE).until(() -> mint.signedCount() > 0);
        subscriber.dispose();
        gate.tryEmitEmpty();
        assertKept(wallet, 21);
        assertThat(Objects.requireNonNull(wallet.mint(quote.id()).block(PATIENCE))
                        .amount())
                .isEqualTo(Amount.of(21));
        assertThat(spendable(wallet)).isEqualTo(21);
    }

    /** What the mint has signed is stored though nobody waits for it: a mint without NUT-09 gives it once. */
    @Test
    void mint_cancelledWhileTheStoreIsSlow_isStoredWithoutAskingAgain() throws Exception {
        GatedStore gated = GatedStore.on(WalletHarness.lasting());
        CashuWallet wallet = wallets.open(gated.store(), WalletHarness.options(MintUrl.of(mint.url())));
        MintQuote quote =
                Objects.requireNonNull(wallet.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(21))
                        .flatMap(asked -> wallet.awaitPaid(asked.id(), Duration.ofMillis(5)))
                        .block(PATIENCE));
        CountDownLatch reached = gated.holdNext("settle", gate.asMono());
        Disposable subscriber = wallet.mint(quote.id()).subscribe();
        GatedStore.await(reached);
        subscriber.dispose();
        gate.tryEmitEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(wallet)).isEqualTo(21));
        assertThat(mint.counts()).doesNotContainKey("/v1/restore");
        assertThat(mint.requests("/v1/mint/bolt11")).isEqualTo(1);
        assertKept(wallet, 21);
    }

    @Test
    void send_cancelledBeforeTheAnswer_isStoredAsTheWalletsOwnWithoutAskingAgain() {
        CashuWallet wallet = wallets.open(mint);
        fund(wallet, mint, 64);
        mint.faults().on("/v1/swap").next(Fault.holdAfter(gate.asMono()));
        Disposable subscriber = wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(3)))
                .subscribe();
        await().atMost(PATIENCE).until(() -> mint.signedCount() > 1);
        subscriber.dispose();
        gate.tryEmitEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(wallet)).isEqualTo(64));
        assertThat(mint.counts()).doesNotContainKey("/v1/restore");
        assertThat(mint.requests("/v1/swap")).isEqualTo(1);
        assertKept(wallet, 64);
    }
}
