package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.WalletException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A request that is still with the mint while its repeat is refused, perhaps for the very reason that the first one is. */
class UnansweredRequestTest {

    private static final String SWAP = "/v1/swap";
    private static final String MINT = "/v1/mint/bolt11";

    /** Without NUT-19, so that the client repeats nothing by itself. */
    private final TestMint mint = TestMint.builder().noCachedResponses().start();

    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore store = WalletStore.inMemory();
    private final Sinks.Empty<Void> gate = Sinks.empty();

    @AfterEach
    void close() {
        mint.faults().calm();
        wallets.close();
        mint.close();
    }

    private MintUrl url() {
        return MintUrl.of(mint.url());
    }

    private CashuWallet open(Duration linger) {
        return wallets.open(
                store,
                WalletHarness.options(url())
                        .withRedeem(redeem -> redeem.linger(linger))
                        .withHttp(http -> http.valueResponseTimeout(Duration.ofMillis(300))));
    }

    /** The first request acts once the gate is open; all others are refused. */
    private void holdFirstRefuseOthers(String path, int code) {
        mint.faults().on(path).next(Fault.holdBefore(gate.asMono())).always(Fault.error(code, "not now"));
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, 11_001, 11_002, 11_004, 30_001, 31_004})
    void redeem_repeatRefusedForWhatMayPass_isRedeemedByTheFirstRequest(int code) {
        CashuWallet wallet = open(Duration.ofMillis(5));
        holdFirstRefuseOthers(SWAP, code);
        String token = mint.token(8, 2);
        assertThat(redeem(wallet, "a", token)).isInstanceOf(RedeemResult.Pending.class);
        gate.tryEmitEmpty();
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(10);
        assertThat(verify(wallet).conserved()).isTrue();
    }

    /** A batch is not halved either while it may be swapped as a whole. */
    @ParameterizedTest
    @ValueSource(ints = {50_000, 11_001})
    void redeemMany_repeatRefusedForWhatMayPass_areRedeemedByTheFirstRequest(int code) {
        CashuWallet wallet = open(Duration.ofMillis(500));
        holdFirstRefuseOthers(SWAP, code);
        Map<String, RedeemResult> first = redeem(wallet, mint.tokens(5, 8));
        assertThat(first.values()).allMatch(RedeemResult.Pending.class::isInstance);
        gate.tryEmitEmpty();
        for (String key : first.keySet()) {
            assertThat(outcome(wallet, key)).isInstanceOf(RedeemResult.Redeemed.class);
        }
        assertThat(wallet.counts().splits()).isZero();
        assertThat(spendable(wallet)).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, 11_001, 11_002, 11_004, 31_004})
    void send_repeatRefusedForWhatMayPass_keepsTheInputsUntilTheFirstRequestIsThrough(int code) {
        CashuWallet wallet = open(Duration.ofMillis(5));
        WalletHarness.fund(wallet, mint, 64);
        holdFirstRefuseOthers(SWAP, code);
        assertThatThrownBy(() -> wallet.send(SendRequest.of(url(), CurrencyUnit.SAT, Amount.of(3)))
                        .block(PATIENCE))
                .isInstanceOfSatisfying(
                        WalletException.class,
                        e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.OUTCOME_PENDING));
        gate.tryEmitEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(wallet)).isEqualTo(64));
        assertThat(wallet.pending().collectList().block(PATIENCE)).isEmpty();
        mint.faults().calm();
        assertThat(verify(wallet).differences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, 20_002, 20_005, 20_007, 11_004, 31_004})
    void mint_repeatRefusedForWhatMayPass_isMintedByTheFirstRequest(int code) {
        CashuWallet wallet = open(Duration.ofMillis(5));
        MintQuote quote = Objects.requireNonNull(wallet.requestMint(url(), CurrencyUnit.SAT, Amount.of(21))
                .flatMap(asked -> wallet.awaitPaid(asked.id(), Duration.ofMillis(5)))
                .block(PATIENCE));
        holdFirstRefuseOthers(MINT, code);
        assertThatThrownBy(() -> wallet.mint(quote.id()).block(PATIENCE))
                .isInstanceOfSatisfying(
                        WalletException.class,
                        e -> assertThat(e.reason()).isEqualTo(WalletException.Reason.OUTCOME_PENDING));
        gate.tryEmitEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(wallet)).isEqualTo(21));
        assertThat(wallet.mint(quote.id()).block(PATIENCE)).isNotNull();
    }

    /** What is wrong with the bytes is wrong with the first request too: nothing is waited for. */
    @Test
    void redeem_repeatRefusedForItsBytes_isReleasedAtOnce() {
        CashuWallet wallet = open(Duration.ofMillis(5));
        mint.faults().on(SWAP).next(Fault.dropBefore(), Fault.error(10_001, "no such proof"));
        String token = mint.token(8, 2);
        assertThat(redeem(wallet, "a", token)).isInstanceOf(RedeemResult.Invalid.class);
        assertThat(mint.requests("/v1/restore")).as("a last look").isEqualTo(1);
    }

    /** The first request comes through between the second look at the states and the release. */
    @Test
    void redeem_firstRequestComesThroughJustBeforeTheRelease_isSettled() {
        Sinks.Empty<Void> through = Sinks.empty();
        CashuWallet wallet = open(Duration.ofMillis(5));
        mint.faults()
                .on(SWAP)
                .next(
                        Fault.holdBefore(gate.asMono()).and(Fault.after(through::tryEmitEmpty)),
                        Fault.error(12_002, "rotated"));
        mint.faults().on("/v1/restore").next(Fault.holdBefore(openedAndThrough(through)));
        assertThat(redeem(wallet, "a", mint.token(8))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(8);
    }

    /** A mint that refuses to tell what it has signed has not said that it signed nothing. */
    @Test
    void redeem_firstRequestComesThroughAndSignaturesAreNotTold_isNotReleased() {
        Sinks.Empty<Void> through = Sinks.empty();
        CashuWallet wallet = open(Duration.ofMillis(5));
        mint.faults()
                .on(SWAP)
                .next(
                        Fault.holdBefore(gate.asMono()).and(Fault.after(through::tryEmitEmpty)),
                        Fault.error(12_002, "rotated"));
        mint.faults()
                .on("/v1/restore")
                .next(Fault.error(50_000, "busy").and(Fault.holdBefore(openedAndThrough(through))));
        assertThat(redeem(wallet, "a", mint.token(8))).isInstanceOf(RedeemResult.Pending.class);
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(8);
        assertThat(wallet.pending().collectList().block(PATIENCE)).isEmpty();
    }

    private Publisher<Void> openedAndThrough(Sinks.Empty<Void> through) {
        return Mono.defer(() -> {
            gate.tryEmitEmpty();
            return through.asMono();
        });
    }
}
