package io.nutflux;

import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.CashuException;
import io.nutflux.error.MintUnsupportedException;
import io.nutflux.error.WalletException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Minted;
import io.nutflux.model.WalletId;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.PaidWhen;
import io.nutflux.testmint.TestMint;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** From an invoice to ecash. */
class MintTest {

    private final TestMint mint = TestMint.builder()
            .noCachedResponses()
            .mintLimits(1, 10_000)
            .paidWhen(PaidWhen.never())
            .recordBodies(20)
            .start();
    private final WalletHarness wallets = new WalletHarness();
    private final CashuWallet wallet = wallets.open(mint);

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private MintQuote requested(long amount) {
        MintQuote quote = wallet.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(amount))
                .block(WalletHarness.PATIENCE);
        assertThat(quote).isNotNull();
        return quote;
    }

    private MintQuote paid(long amount) {
        MintQuote quote = requested(amount);
        mint.payQuote(quote.id());
        return quote;
    }

    private Minted minted(String quoteId) {
        Minted minted = wallet.mint(quoteId).block(WalletHarness.PATIENCE);
        assertThat(minted).isNotNull();
        return minted;
    }

    private static void assertFails(Mono<?> call, WalletException.Reason reason) {
        assertThatThrownBy(() -> call.block(WalletHarness.PATIENCE))
                .isInstanceOfSatisfying(
                        WalletException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** 04.4, 04.12. */
    @Test
    void mint_paidQuote_addsItsAmountOnce() {
        MintQuote quote = paid(100);
        Minted first = minted(quote.id());
        assertThat(first.amount()).isEqualTo(Amount.of(100));
        assertThat(minted(quote.id())).isEqualTo(first);
        assertThat(mint.requests("/v1/mint/bolt11")).isEqualTo(1);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(100));
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void mint_concurrently_issuesOnceAndGivesAllTheSame() {
        MintQuote quote = paid(100);
        List<Minted> results = Flux.range(0, 8)
                .flatMap(i -> wallet.mint(quote.id()))
                .collectList()
                .block(WalletHarness.PATIENCE);
        assertThat(results)
                .hasSize(8)
                .containsOnly(new Minted(quote.id(), MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(100)));
        assertThat(mint.requests("/v1/mint/bolt11")).isEqualTo(1);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(100));
    }

    /** 23.3. */
    @Test
    void mint_oneOfTwoCallersCancels_otherHasTheResult() throws Exception {
        MintQuote quote = paid(100);
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on("/v1/mint/bolt11").next(Fault.holdAfter(gate.asMono()));
        Disposable one = wallet.mint(quote.id()).subscribe();
        CompletableFuture<Minted> other = wallet.mint(quote.id()).toFuture();
        await().atMost(WalletHarness.PATIENCE).until(() -> mint.requests("/v1/mint/bolt11") == 1);
        one.dispose();
        gate.tryEmitEmpty();
        assertThat(other.get(10, TimeUnit.SECONDS).amount()).isEqualTo(Amount.of(100));
        assertThat(mint.requests("/v1/mint/bolt11")).isEqualTo(1);
    }

    @Test
    void mint_whileRecoveryIsAtIt_waitsForItsResult() throws Exception {
        FaultyStore store = FaultyStore.on(WalletStore.inMemory());
        CashuWallet own = wallets.open(store.store(), WalletHarness.options(MintUrl.of(mint.url())));
        String quoteId =
                Objects.requireNonNull(own.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(100))
                        .map(MintQuote::id)
                        .block(WalletHarness.PATIENCE));
        mint.payQuote(quoteId);
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on("/v1/mint/bolt11").next(Fault.dropAfter());
        mint.faults().on("/v1/restore").next(Fault.statusBefore(400));
        mint.faults().on("/v1/restore").always(Fault.holdBefore(gate.asMono()));
        assertFails(own.mint(quoteId), WalletException.Reason.OUTCOME_PENDING);
        await().atMost(WalletHarness.PATIENCE).until(() -> mint.requests("/v1/restore") == 2);
        AtomicBoolean looked = new AtomicBoolean();
        store.beforeNext("unfinished", () -> looked.set(true));
        CompletableFuture<Minted> minted = own.mint(quoteId).toFuture();
        await().atMost(WalletHarness.PATIENCE).until(() -> looked.get() || minted.isDone());
        gate.tryEmitEmpty();
        assertThat(minted.get(10, TimeUnit.SECONDS).amount()).isEqualTo(Amount.of(100));
    }

    @Test
    void awaitPaid_withoutAPause_isRefused() {
        for (Duration interval : List.of(Duration.ZERO, Duration.ofMillis(-1))) {
            assertThatThrownBy(() -> wallet.awaitPaid("a quote", interval))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void openQuotes_afterARestart_giveWhatIsPaidAndNotMinted() {
        WalletStore store = WalletHarness.lasting();
        WalletOptions options = WalletHarness.options(MintUrl.of(mint.url()));
        SettableClock clock = new SettableClock();
        CashuWallet before = wallets.open(store, options, clock);
        MintQuote quote =
                Objects.requireNonNull(before.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(100))
                        .block(WalletHarness.PATIENCE));
        before.close(Duration.ZERO).block(WalletHarness.PATIENCE);
        mint.payQuote(quote.id());
        // Paid in time; nobody asks until the invoice has expired.
        clock.jump(Duration.ofDays(2));
        CashuWallet after = wallets.open(store, options, clock);
        assertThat(after.openQuotes(Duration.ZERO).collectList().block(WalletHarness.PATIENCE))
                .isEmpty();
        List<Minted> minted = after.openQuotes(Duration.ofDays(7))
                .filter(open -> open.mint().equals(MintUrl.of(mint.url())))
                .concatMap(open -> after.quote(open.quote().id()))
                .filter(known -> known.state() == MintQuote.State.PAID)
                .concatMap(known -> after.mint(known.id()))
                .collectList()
                .block(WalletHarness.PATIENCE);
        assertThat(minted).extracting(Minted::quoteId).containsExactly(quote.id());
        assertThat(spendable(after)).isEqualTo(BigInteger.valueOf(100));
        assertThat(after.openQuotes(Duration.ofDays(7)).collectList().block(WalletHarness.PATIENCE))
                .isEmpty();
    }

    @Test
    void mint_unpaidOrUnknownQuote_isRefused() {
        assertFails(wallet.mint(requested(100).id()), WalletException.Reason.QUOTE_NOT_PAID);
        assertFails(wallet.mint("nobody's"), WalletException.Reason.QUOTE_UNKNOWN);
        assertFails(wallet.quote("nobody's"), WalletException.Reason.QUOTE_UNKNOWN);
        assertThat(mint.requests("/v1/mint/bolt11")).isZero();
    }

    /** Whoever knows a quote's id can mint it (04.6); the wallet says so only after it has asked for its own outputs (04.13). */
    @Test
    void mint_quoteThatSomebodyElseIssued_isNamedAndLeavesNothingBehind() {
        MintQuote quote = paid(100);
        WalletStore othersStore = WalletStore.inMemory();
        othersStore.saveQuote(WalletId.DEFAULT, MintUrl.of(mint.url()), quote).block(WalletHarness.PATIENCE);
        try (WalletHarness others = new WalletHarness()) {
            CashuWallet thief = others.open(mint, othersStore, redeem -> redeem);
            thief.mint(quote.id()).block(WalletHarness.PATIENCE);
        }
        assertFails(wallet.mint(quote.id()), WalletException.Reason.QUOTE_ISSUED_ELSEWHERE);
        assertThat(mint.requests("/v1/restore")).isEqualTo(1);
        assertThat(spendable(wallet)).isZero();
        assertThat(wallet.pending().collectList().block(WalletHarness.PATIENCE)).isEmpty();
        assertThat(verify(wallet).conserved()).isTrue();
    }

    /** 04.9. */
    @Test
    void requestMint_outsideTheMintsLimits_isRefused() {
        MintUrl url = MintUrl.of(mint.url());
        assertFails(
                wallet.requestMint(url, CurrencyUnit.SAT, Amount.of(10_001)),
                WalletException.Reason.AMOUNT_OUT_OF_RANGE);
        assertFails(wallet.requestMint(url, CurrencyUnit.SAT, Amount.ZERO), WalletException.Reason.AMOUNT_OUT_OF_RANGE);
        assertThatThrownBy(() -> wallet.requestMint(url, new CurrencyUnit("eur"), Amount.of(5))
                        .block(WalletHarness.PATIENCE))
                .isInstanceOf(MintUnsupportedException.class);
    }

    @Test
    void awaitPaid_paidLater_emitsThen() {
        MintQuote quote = requested(100);
        mint.paidWhen(PaidWhen.afterPolls(3));
        assertThat(wallet.awaitPaid(quote.id(), Duration.ofMillis(5)).block(WalletHarness.PATIENCE))
                .isEqualTo(quote.withState(MintQuote.State.PAID));
    }

    @Test
    void awaitPaid_mintAwayForAWhile_asksAgain() {
        MintQuote quote = requested(100);
        mint.paidWhen(PaidWhen.afterPolls(1));
        mint.faults().on("/v1/mint/quote/bolt11/{quote_id}").times(6, Fault.dropBefore());
        assertThat(wallet.awaitPaid(quote.id(), Duration.ofMillis(5)).block(WalletHarness.PATIENCE))
                .isNotNull();
    }

    @Test
    void awaitPaid_invoiceExpired_isQuoteExpired() {
        try (TestMint brief = TestMint.builder()
                .paidWhen(PaidWhen.never())
                .quoteLifetime(Duration.ZERO)
                .start()) {
            CashuWallet other = wallets.open(brief);
            MintQuote quote = other.requestMint(MintUrl.of(brief.url()), CurrencyUnit.SAT, Amount.of(5))
                    .block(WalletHarness.PATIENCE);
            assertThat(quote).isNotNull();
            assertFails(other.awaitPaid(quote.id(), Duration.ofMillis(5)), WalletException.Reason.QUOTE_EXPIRED);
        }
    }

    /** 09.6. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mint_answerLost_isFoundAgain(boolean acted) {
        MintQuote quote = paid(100);
        mint.faults().on("/v1/mint/bolt11").next(acted ? Fault.dropAfter() : Fault.dropBefore());
        assertThat(minted(quote.id()).amount()).isEqualTo(Amount.of(100));
        assertThat(mint.requests("/v1/mint/bolt11")).isEqualTo(acted ? 1 : 2);
        if (!acted) {
            assertThat(mint.bodies("/v1/mint/bolt11").get(0))
                    .isEqualTo(mint.bodies("/v1/mint/bolt11").get(1));
        }
        assertThat(mint.outstanding()).isEqualTo(spendable(wallet));
    }

    @Test
    void mint_mintGoneAfterIssuing_isPendingAndSettlesByItself() {
        MintQuote quote = paid(100);
        mint.faults().on("/v1/mint/bolt11").next(Fault.dropAfter());
        mint.faults().on("/v1/restore").always(Fault.statusBefore(503));
        assertFails(wallet.mint(quote.id()), WalletException.Reason.OUTCOME_PENDING);
        assertFails(wallet.mint(quote.id()), WalletException.Reason.OUTCOME_PENDING);
        assertThat(spendable(wallet)).isZero();
        mint.faults().calm();
        await().atMost(WalletHarness.PATIENCE).until(() -> spendable(wallet).equals(BigInteger.valueOf(100)));
        assertThat(minted(quote.id()).amount()).isEqualTo(Amount.of(100));
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void mint_keysetRotatedInMidFlight_mintsOnTheNewOne() {
        MintQuote quote = paid(100);
        mint.faults().on("/v1/mint/bolt11").next(Fault.before(() -> mint.rotate("sat", 0)));
        await().atMost(WalletHarness.PATIENCE)
                .ignoreExceptionsInstanceOf(CashuException.class)
                .until(() -> minted(quote.id()).amount().equals(Amount.of(100)));
        assertThat(mint.outstanding()).isEqualTo(spendable(wallet));
    }
}
