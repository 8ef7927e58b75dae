package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.WalletException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Minted;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.vault.KeyProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** Closing: every caller gets a word, and nothing of what is under way is lost. */
class CloseTest {

    private final TestMint mint = TestMint.start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore store = WalletStore.inMemory();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private WalletOptions options() {
        return WalletHarness.options(MintUrl.of(mint.url()))
                .withHttp(http ->
                        http.valueResponseTimeout(Duration.ofMinutes(5)).valueTotalTimeout(Duration.ofMinutes(5)));
    }

    @Test
    void close_swapUnderWayPastTheGrace_callerLearnsThatItIsPending() throws Exception {
        mint.faults().on("/v1/swap").next(Fault.holdBefore(Mono.never()));
        CashuWallet wallet = wallets.open(FaultyStore.on(store).store(), options());
        CompletableFuture<RedeemResult> result =
                wallet.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") > 0);
        wallet.close(Duration.ofMillis(50)).block(PATIENCE);
        assertThat(result.get(5, TimeUnit.SECONDS)).isInstanceOf(RedeemResult.Pending.class);
        CashuWallet next = wallets.open(store, options());
        next.recover().blockLast(PATIENCE);
        assertThat(spendable(next)).isEqualTo(10);
    }

    @Test
    void close_tokenWaitingInItsLane_isRefused() throws Exception {
        CashuWallet wallet = wallets.open(
                FaultyStore.on(store).store(), options().withRedeem(redeem -> redeem.linger(Duration.ofHours(1))));
        String token = mint.token(8, 2);
        CompletableFuture<RedeemResult> result =
                wallet.redeem(new RedeemRequest("a", token)).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/keysets") > 0);
        wallet.close(Duration.ofMillis(200)).block(PATIENCE);
        assertThat(result.get(5, TimeUnit.SECONDS)).isInstanceOf(RedeemResult.Refused.class);
        assertThat(redeem(wallets.open(store, options()), "a", token)).isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void close_cancelled_goesOnAndTheNextCallWaitsForItsEnd(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("wallet.db");
        WalletStore sqlite = opened(file);
        CashuWallet wallet = wallets.open(sqlite, options());
        Sinks.Empty<Void> gate = held("/v1/swap");
        CompletableFuture<RedeemResult> result =
                wallet.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") > 0);
        wallet.close(PATIENCE).subscribe().dispose();
        CompletableFuture<Void> next = wallet.close(PATIENCE).toFuture();
        assertThat(next).isNotDone();
        gate.tryEmitEmpty();
        next.get(5, TimeUnit.SECONDS);
        assertThat(result.get(5, TimeUnit.SECONDS)).isInstanceOf(RedeemResult.Redeemed.class);
        opened(file).close().block(PATIENCE);
    }

    private Sinks.Empty<Void> held(String path) {
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on(path).next(Fault.holdBefore(gate.asMono()));
        return gate;
    }

    private SendRequest three() {
        return SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(3));
    }

    private static void assertTurnedAway(Mono<?> call) {
        assertThatThrownBy(() -> call.block(PATIENCE))
                .isInstanceOfSatisfying(
                        WalletException.class, e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.CLOSED));
    }

    @Test
    void close_sendAnsweredWithinTheGrace_senderHasTheToken() throws Exception {
        CashuWallet wallet = wallets.open(FaultyStore.on(store).store(), options());
        redeem(wallet, "a", mint.token(64));
        Sinks.Empty<Void> gate = held("/v1/swap");
        CompletableFuture<SentToken> sent = wallet.send(three()).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") > 1);
        CompletableFuture<Void> closed = wallet.close(PATIENCE).toFuture();
        assertTurnedAway(wallet.send(three()));
        assertTurnedAway(wallet.mint("a quote"));
        assertTurnedAway(wallet.inbox().accept(new RedeemRequest("b", mint.token(1))));
        assertThat(redeem(wallet, "b", mint.token(1)))
                .isInstanceOfSatisfying(
                        RedeemResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RedeemResult.RefusalReason.SHUTTING_DOWN));
        assertThat(closed).isNotDone();
        gate.tryEmitEmpty();
        assertThat(sent.get(5, TimeUnit.SECONDS).amount()).isEqualTo(Amount.of(3));
        closed.get(5, TimeUnit.SECONDS);
        assertThat(spendable(wallets.open(store, options()))).isEqualTo(61);
    }

    @Test
    void close_mintAnsweredWithinTheGrace_callerHasTheResult() throws Exception {
        CashuWallet wallet = wallets.open(FaultyStore.on(store).store(), options());
        MintQuote quote =
                Objects.requireNonNull(wallet.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(21))
                        .flatMap(asked -> wallet.awaitPaid(asked.id(), Duration.ofMillis(5)))
                        .block(PATIENCE));
        Sinks.Empty<Void> gate = held("/v1/mint/bolt11");
        CompletableFuture<Minted> minted = wallet.mint(quote.id()).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/mint/bolt11") > 0);
        CompletableFuture<Void> closed = wallet.close(PATIENCE).toFuture();
        gate.tryEmitEmpty();
        assertThat(minted.get(5, TimeUnit.SECONDS).amount()).isEqualTo(Amount.of(21));
        closed.get(5, TimeUnit.SECONDS);
    }

    @Test
    void close_streamThatGoesOn_givesWhatItHasAndFailsWithoutTakingMore() {
        CashuWallet wallet = wallets.open(FaultyStore.on(store).store(), options());
        Sinks.Empty<Void> gate = held("/v1/swap");
        TestPublisher<RedeemRequest> requests = TestPublisher.create();
        StepVerifier.create(wallet.redeem(requests))
                .then(() -> requests.next(new RedeemRequest("a", mint.token(8))))
                .then(() -> await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") > 0))
                .then(() -> wallet.close(PATIENCE).subscribe())
                .then(requests::assertCancelled)
                .then(gate::tryEmitEmpty)
                .expectNextMatches(RedeemResult.Redeemed.class::isInstance)
                .expectErrorMatches(
                        e -> e instanceof WalletException it && it.reason() == WalletException.Reason.CLOSED)
                .verify(PATIENCE);
    }

    private static WalletStore opened(Path file) {
        return Objects.requireNonNull(SqliteStore.open(file, KeyProvider.password("1234".toCharArray()))
                .block(PATIENCE));
    }

    @Test
    void close_sendUnderWay_failsAndTheValueReturns() throws Exception {
        CashuWallet wallet = wallets.open(FaultyStore.on(store).store(), options());
        redeem(wallet, "a", mint.token(64));
        mint.faults().on("/v1/swap").next(Fault.holdBefore(Mono.never()));
        CompletableFuture<?> sent = wallet.send(three()).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") > 1);
        wallet.close(Duration.ofMillis(50)).block(PATIENCE);
        await().atMost(PATIENCE).until(sent::isCompletedExceptionally);
        CashuWallet next = wallets.open(store, options());
        next.recover().blockLast(PATIENCE);
        assertThat(spendable(next)).isEqualTo(64);
    }
}
