package io.nutflux;

import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.StoreException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Obstacle;
import io.nutflux.model.RecoveryReport;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal with a code that no specification has may be a passing trouble of the mint's own (E.1). */
class UnknownRefusalTest {

    private static final String SWAP = "/v1/swap";

    private final TestMint mint = TestMint.builder().recordBodies(10).start();
    private final TestMint feeing = TestMint.builder().feePpk(600).start();
    private final WalletHarness wallets = new WalletHarness();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
        feeing.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {50000, 11000, 99})
    void redeem_refusedOnceForNoKnownReason_sendsTheSameBytesAgain(int code) {
        // Lingers long enough for all tokens to come into one swap.
        CashuWallet wallet =
                wallets.open(mint, WalletStore.inMemory(), options -> options.linger(Duration.ofMillis(500)));
        mint.faults().on(SWAP).next(Fault.error(code, "database is locked"));
        assertThat(redeem(wallet, mint.tokens(20, 1, 2, 4)).values())
                .hasSize(20)
                .allMatch(RedeemResult.Redeemed.class::isInstance);
        List<byte[]> bodies = mint.bodies(SWAP);
        assertThat(bodies).hasSize(2);
        assertThat(bodies.get(0)).isEqualTo(bodies.get(1));
        assertThat(wallet.counts().splits()).isZero();
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void redeem_refusedAlwaysForNoKnownReason_isNotKeptAgainstTheToken() {
        CashuWallet wallet = wallets.open(mint);
        String token = mint.token(8, 2);
        mint.faults().on(SWAP).always(Fault.error(50000, "database is locked"));
        assertThat(redeem(wallet, "order", token)).isInstanceOfSatisfying(RedeemResult.Refused.class, refused -> {
            assertThat(refused.retryable()).isTrue();
            assertThat(refused.detail()).contains("database is locked");
        });
        mint.faults().on(SWAP).clear();
        assertThat(redeem(wallet, "order", token)).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(verify(wallet).conserved()).isTrue();
    }

    /** The process that sent it may be slow rather than dead, and its request still to come. */
    @Test
    void recover_sendRefusedForNoKnownReason_keepsItUntilTheMintIsWell() {
        WalletStore store = WalletHarness.lasting();
        // After the fee this is one proof of 64, which has to be swapped.
        redeem(wallets.open(feeing, store, redeem -> redeem), "key", feeing.token(64, 2));
        CashuWallet dying = wallets.open(
                FaultyStore.on(store).dieAt("markSent", true).store(), WalletHarness.options(MintUrl.of(feeing.url())));
        assertThatThrownBy(() -> dying.send(SendRequest.of(MintUrl.of(feeing.url()), CurrencyUnit.SAT, Amount.of(3)))
                        .block(WalletHarness.PATIENCE))
                .isInstanceOf(StoreException.class);
        feeing.faults().on(SWAP).always(Fault.error(50000, "database is locked"));
        CashuWallet wallet = wallets.open(feeing, store, redeem -> redeem);
        assertThat(wallet.recover().collectList().block(WalletHarness.PATIENCE))
                .singleElement()
                .satisfies(report -> assertThat(report.outcome()).isEqualTo(RecoveryReport.Outcome.PENDING));
        feeing.faults().on(SWAP).clear();
        assertThat(wallet.recover().collectList().block(WalletHarness.PATIENCE))
                .singleElement()
                .satisfies(report -> assertThat(report.outcome()).isEqualTo(RecoveryReport.Outcome.SETTLED));
        assertThat(verify(wallet).conserved()).isTrue();
    }

    /** The transaction that had the proofs may be over, without them, by the time the wallet looks. */
    @Test
    void redeem_refusedAsPendingAndFoundUnspent_isRefusedForNow() {
        CashuWallet wallet = wallets.open(mint);
        String token = mint.token(8, 2);
        mint.faults().on(SWAP).next(Fault.error(11_002, "proofs are pending"));
        assertThat(redeem(wallet, "order", token)).isInstanceOfSatisfying(RedeemResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(RedeemResult.RefusalReason.PENDING_ELSEWHERE);
            assertThat(refused.retryable()).isTrue();
        });
        assertThat(redeem(wallet, "order", token)).isInstanceOf(RedeemResult.Redeemed.class);
    }

    /** What a caller was promised is not called false for it either. */
    @ParameterizedTest
    @ValueSource(ints = {11_002, 11_004, 11_005, 11_014, 12_001, 12_003, 20_003, 30_001, 31_004})
    void recover_refusedForWhatIsNoFaultOfTheToken_waits(int code) {
        WalletStore store = WalletHarness.lasting();
        CashuWallet dying = wallets.open(
                FaultyStore.on(store).dieAt("markSent", true).store(), WalletHarness.options(MintUrl.of(mint.url())));
        String token = mint.token(8, 2);
        assertThatThrownBy(() -> redeem(dying, "order", token)).isInstanceOf(StoreException.class);
        mint.faults().on(SWAP).always(Fault.error(code, "not now"));
        CashuWallet wallet = wallets.open(mint, store, redeem -> redeem);
        assertThat(wallet.recover().collectList().block(WalletHarness.PATIENCE))
                .singleElement()
                .satisfies(report -> assertThat(report.outcome()).isEqualTo(RecoveryReport.Outcome.PENDING));
        mint.faults().on(SWAP).clear();
        wallet.recover().collectList().block(WalletHarness.PATIENCE);
        assertThat(redeem(wallet, "order", token)).isInstanceOf(RedeemResult.Redeemed.class);
    }

    private static final Duration OVER_AN_HOUR = Duration.ofHours(2);

    private void assertPendingAndThen(WalletStore store, Runnable trouble) {
        mint.faults().on(SWAP).always(Fault.statusBefore(503));
        CashuWallet before = wallets.open(mint, store, redeem -> redeem);
        String token = mint.token(8, 2);
        assertThat(redeem(before, "order", token)).isInstanceOf(RedeemResult.Pending.class);
        before.close(Duration.ZERO).block(WalletHarness.PATIENCE);
        mint.faults().calm();
        trouble.run();
        CashuWallet later = wallets.open(
                store, WalletHarness.options(MintUrl.of(mint.url())), Clock.offset(Clock.systemUTC(), OVER_AN_HOUR));
        assertThat(WalletHarness.outcome(later, "order")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(redeem(later, "order", token)).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(verify(later).conserved()).isTrue();
    }

    /** The first thing that it says after an outage, however long that was, is no hour of refusals. */
    @ParameterizedTest
    @ValueSource(ints = {50_000, 99, 11_005, 30_001})
    void recover_refusedOnceAfterALongOutage_isRedeemed(int code) {
        assertPendingAndThen(
                WalletHarness.lasting(), () -> mint.faults().on(SWAP).next(Fault.error(code, "still starting")));
    }

    /** Whether it has signed is not known from a question that it refuses. */
    @Test
    void recover_refusedOnceAndSignaturesNotToldAfterALongOutage_isRedeemed() {
        assertPendingAndThen(WalletHarness.lasting(), () -> {
            mint.faults().on(SWAP).next(Fault.error(10_001, "the keys are not loaded"));
            mint.faults().on("/v1/restore").next(Fault.error(50_000, "still starting"));
        });
    }

    /** Questions that were refused for long are no refusals of the swap. */
    @Test
    void recover_refusedOnceAfterAnHourOfRefusedQuestions_isRedeemed() {
        WalletStore store = WalletHarness.lasting();
        assertPendingAndThen(store, () -> {
            mint.faults().on("/v1/checkstate").always(Fault.error(31_004, "slow down"));
            CashuWallet asking = wallets.open(mint, store, redeem -> redeem);
            assertThat(asking.recover().collectList().block(WalletHarness.PATIENCE))
                    .singleElement()
                    .satisfies(report -> assertThat(report.operation().obstacle())
                            .extracting(Obstacle::reason)
                            .isEqualTo(Obstacle.Reason.QUESTION_REFUSED));
            asking.close(Duration.ZERO).block(WalletHarness.PATIENCE);
            mint.faults().calm();
            mint.faults().on(SWAP).next(Fault.error(50_000, "still starting"));
        });
    }

    /** Who was promised an outcome gets one in the end. */
    @Test
    void recover_refusedForAnHourOnEnd_isGivenUp() {
        WalletStore store = WalletHarness.lasting();
        mint.faults().on(SWAP).always(Fault.statusBefore(503));
        CashuWallet before = wallets.open(mint, store, redeem -> redeem);
        assertThat(redeem(before, "order", mint.token(8, 2))).isInstanceOf(RedeemResult.Pending.class);
        mint.faults().on(SWAP).always(Fault.error(50_000, "database is locked"));
        await().atMost(WalletHarness.PATIENCE)
                .until(() -> before.pending()
                        .filter(left -> left.obstacle() != null
                                && left.obstacle().reason() == Obstacle.Reason.REFUSED_WITHOUT_REASON)
                        .hasElements()
                        .block(WalletHarness.PATIENCE));
        before.close(Duration.ZERO).block(WalletHarness.PATIENCE);
        CashuWallet later = wallets.open(
                store, WalletHarness.options(MintUrl.of(mint.url())), Clock.offset(Clock.systemUTC(), OVER_AN_HOUR));
        assertThat(WalletHarness.outcome(later, "order"))
                .isInstanceOfSatisfying(
                        RedeemResult.Invalid.class,
                        invalid -> assertThat(invalid.detail()).contains("database is locked"));
    }
}
