package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.WalletException;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.PaidWhen;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Clocks that are a day wrong, or become so. */
class ClockJumpTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final TestMint mint = TestMint.builder().noCachedResponses().start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore beneath = WalletStore.inMemory();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private WalletOptions options(Duration lease) {
        return WalletHarness.options(MintUrl.of(mint.url()))
                .withRecovery(new RecoveryOptions(
                        lease, Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200), 16));
    }

    /** Each takes the other's operations for abandoned, or its own for safe; the versions keep them apart. */
    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void redeem_oneOfTwoReplicasIsADayOff_eachTokenHasOneOutcome(int days) throws Exception {
        mint.faults().randomly(days, 0.3, Fault.dropAfter(), Fault.delayAfter(Duration.ofMillis(100)));
        List<String> tokens = mint.tokens(30, 4, 2, 1);
        List<RedeemRequest> requests = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            requests.add(new RedeemRequest("t" + i, tokens.get(i)));
        }
        WalletOptions options = options(Duration.ofSeconds(30)).withRedeem(redeem -> redeem.maxInputsPerSwap(9));
        CashuWallet right = wallets.open(FaultyStore.on(beneath).store(), options);
        CashuWallet wrong =
                wallets.open(FaultyStore.on(beneath).store(), options, new SettableClock(DAY.multipliedBy(days)));
        CompletableFuture<List<RedeemResult>> ofRight =
                right.redeem(Flux.fromIterable(requests)).collectList().toFuture();
        CompletableFuture<List<RedeemResult>> ofWrong =
                wrong.redeem(Flux.fromIterable(requests)).collectList().toFuture();
        assertThat(ofRight.get()).hasSize(30).noneMatch(RedeemResult.AlreadySpent.class::isInstance);
        assertThat(ofWrong.get()).hasSize(30).noneMatch(RedeemResult.AlreadySpent.class::isInstance);
        mint.faults().calm();
        // What a replica could not do for its mint's silence was not taken, and may be brought again.
        for (RedeemRequest request : requests) {
            if (right.outcome(request.key()).block(PATIENCE) == null) {
                await().atMost(PATIENCE)
                        .until(() -> !(redeem(right, request.key(), request.token()) instanceof RedeemResult.Refused));
            }
            assertThat(outcome(right, request.key())).isInstanceOf(RedeemResult.Redeemed.class);
        }
        assertThat(spendable(right)).isEqualTo(210);
        assertThat(mint.outstanding()).isEqualTo(210);
        assertThat(verify(right).conserved()).isTrue();
        assertThat(verify(right).differences()).isEmpty();
    }

    /** Its leases would last a day for the others. That nobody works on them shows by their versions, which stand still. */
    @Test
    void recovery_replicaADayAheadDies_theOtherSettlesItsOperations() {
        FaultyStore dying = FaultyStore.on(beneath).dieAt("settle", false);
        CashuWallet ahead = wallets.open(dying.store(), options(Duration.ofSeconds(30)), new SettableClock(DAY));
        ahead.redeem(new RedeemRequest("a", mint.token(8, 2))).onErrorComplete().block(PATIENCE);
        CashuWallet right = wallets.open(FaultyStore.on(beneath).store(), options(Duration.ofMillis(200)));
        assertThat(outcome(right, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(right)).isEqualTo(10);
        assertThat(verify(right).conserved()).isTrue();
    }

    /** A clock that is set back after a crash: the leases of the time before are a day ahead. */
    @Test
    void recovery_clockSetBackADay_settlesWhatWasLeftBefore() {
        SettableClock clock = new SettableClock();
        FaultyStore dying = FaultyStore.on(beneath).dieAt("markSent", true);
        CashuWallet dead = wallets.open(dying.store(), options(Duration.ofMillis(200)), clock);
        dead.redeem(new RedeemRequest("a", mint.token(8, 2))).onErrorComplete().block(PATIENCE);
        clock.jump(DAY.negated());
        CashuWallet wallet = wallets.open(FaultyStore.on(beneath).store(), options(Duration.ofMillis(200)), clock);
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(10);
    }

    /** A mint that was found down a moment ago is not left alone for the day by which the clock went back. */
    @Test
    void redeem_clockSetBackWhileAMintIsLeftAlone_triesItAgain() {
        SettableClock clock = new SettableClock();
        CashuWallet wallet = wallets.open(beneath, options(Duration.ofSeconds(30)), clock);
        String token = mint.token(8, 2);
        mint.faults().on("/v1/checkstate").always(Fault.statusBefore(503));
        assertThat(redeem(wallet, "a", token)).isInstanceOf(RedeemResult.Refused.class);
        mint.faults().calm();
        clock.jump(DAY.negated());
        assertThat(redeem(wallet, "a", token)).isInstanceOf(RedeemResult.Redeemed.class);
    }

    /** X.23: the mint's clock decides. By ours the invoice may have expired; once it is paid it is minted all the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void mint_quotePaidWhileTheClockIsADayOff_isMinted(int days) {
        mint.paidWhen(PaidWhen.never());
        SettableClock clock = new SettableClock();
        CashuWallet wallet = wallets.open(beneath, options(Duration.ofSeconds(30)), clock);
        MintQuote quote =
                Objects.requireNonNull(wallet.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(21))
                        .block(PATIENCE));
        clock.jump(DAY.multipliedBy(days));
        if (days > 0) {
            assertThat(wallet.awaitPaid(quote.id(), Duration.ofMillis(5))
                            .onErrorResume(WalletException.class, e -> {
                                assertThat(e.reason()).isEqualTo(WalletException.Reason.QUOTE_EXPIRED);
                                return wallet.quote(quote.id());
                            })
                            .block(PATIENCE)
                            .state())
                    .isEqualTo(MintQuote.State.UNPAID);
        }
        mint.payQuote(quote.id());
        assertThat(wallet.awaitPaid(quote.id(), Duration.ofMillis(5))
                        .flatMap(paid -> wallet.mint(paid.id()))
                        .block(PATIENCE)
                        .amount())
                .isEqualTo(Amount.of(21));
        assertThat(spendable(wallet)).isEqualTo(21);
    }
}
