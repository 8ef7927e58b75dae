package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.WalletException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.store.LedgerEntry;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** Taking back what was handed out and nobody redeemed (07.5). */
class ReclaimTest {

    private final TestMint mint = TestMint.builder().noCachedResponses().start();
    private final WalletHarness wallets = new WalletHarness();
    private final CashuWallet wallet = wallets.open(mint);

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private SentToken send(long amount) {
        return Objects.requireNonNull(
                wallet.send(SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(amount)))
                        .block(PATIENCE));
    }

    private void assertAllIsBack() {
        assertThat(spendable(wallet)).isEqualTo(64);
        assertThat(mint.outstanding()).isEqualTo(64);
        assertThat(CrashScenario.pending(wallet)).isZero();
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
    }

    @Test
    void reclaim_token_bringsItsValueBackAndMakesItWorthless() {
        fund(wallet, mint, 64);
        SentToken sent = send(10);
        assertThat(wallet.reclaim(sent.token()).block(PATIENCE))
                .isInstanceOfSatisfying(
                        RedeemResult.Redeemed.class,
                        redeemed -> assertThat(redeemed.amount()).isEqualTo(Amount.of(10)));
        assertAllIsBack();
        assertThat(redeem(wallets.openOther(mint), "late", sent.token())).isInstanceOf(RedeemResult.AlreadySpent.class);
    }

    @Test
    void reclaim_hasAKeyThatNoCallerCanHave() {
        fund(wallet, mint, 64);
        String key = Objects.requireNonNull(wallet.reclaim(send(10).token()).block(PATIENCE))
                .key();
        assertThat(wallet.outcome(key).block(PATIENCE)).isInstanceOf(RedeemResult.Redeemed.class);
        assertThatThrownBy(() -> new RedeemRequest(key, "a token"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("a token");
    }

    /** The send settled, and the process died before its caller had the token. */
    @Test
    void reclaim_operationWhoseTokenIsLost_bringsItsValueBack() {
        fund(wallet, mint, 64);
        send(10);
        LedgerEntry entry = Objects.requireNonNull(wallet.latestLedgerEntries(5)
                .filter(one -> one.kind() == LedgerEntry.Kind.SENT)
                .blockFirst(PATIENCE));
        assertThat(wallet.reclaim(entry.operation()).block(PATIENCE)).isInstanceOf(RedeemResult.Redeemed.class);
        assertAllIsBack();
    }

    @Test
    void reclaimAll_bringsBackWhatIsLeft_swappedOrNot() {
        fund(wallet, mint, 64);
        send(10);
        send(2);
        redeem(wallets.openOther(mint), "theirs", send(20).token());
        assertThat(wallet.reclaimAll(MintUrl.of(mint.url())).collectList().block(PATIENCE))
                .singleElement()
                .isInstanceOfSatisfying(
                        RedeemResult.Redeemed.class,
                        redeemed -> assertThat(redeemed.amount()).isEqualTo(Amount.of(12)));
        assertThat(spendable(wallet)).isEqualTo(44);
        assertThat(CrashScenario.pending(wallet)).isZero();
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(wallet.reclaimAll(MintUrl.of(mint.url())).collectList().block(PATIENCE))
                .isEmpty();
    }

    @Test
    void reclaim_receiverWasFirst_isAlreadySpent() {
        fund(wallet, mint, 64);
        SentToken sent = send(10);
        redeem(wallets.openOther(mint), "theirs", sent.token());
        assertThat(wallet.reclaim(sent.token()).block(PATIENCE)).isInstanceOf(RedeemResult.AlreadySpent.class);
        assertThat(spendable(wallet)).isEqualTo(54);
        assertThat(CrashScenario.pending(wallet)).isZero();
        assertThat(verify(wallet).conserved()).isTrue();
        StepVerifier.create(wallet.reclaim(sent.token()))
                .verifyErrorSatisfies(e -> assertThat(((WalletException) e).reason())
                        .isEqualTo(WalletException.Reason.NOTHING_TO_RECLAIM));
    }

    /** Between our question and our swap. */
    @Test
    void reclaim_receiverIsFasterByAnInstant_isAlreadySpent() {
        fund(wallet, mint, 64);
        SentToken sent = send(10);
        CashuWallet receiver = wallets.openOther(mint);
        int swaps = mint.requests("/v1/swap");
        mint.faults()
                .on("/v1/checkstate")
                .pass(1)
                .next(Fault.holdAfter(receiver.redeem(new RedeemRequest("theirs", sent.token()))));
        assertThat(wallet.reclaim(sent.token()).block(PATIENCE)).isInstanceOf(RedeemResult.AlreadySpent.class);
        assertThat(mint.requests("/v1/swap")).isGreaterThan(swaps);
        assertThat(spendable(wallet)).isEqualTo(54);
        assertThat(spendable(receiver)).isEqualTo(10);
        assertThat(CrashScenario.pending(wallet)).isZero();
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void reclaim_answerLost_settlesByRecovery() {
        fund(wallet, mint, 64);
        SentToken sent = send(10);
        mint.faults().on("/v1/swap").next(Fault.dropAfter());
        mint.faults().on("/v1/restore").next(Fault.statusBefore(503), Fault.statusBefore(503));
        RedeemResult told = Objects.requireNonNull(wallet.reclaim(sent.token()).block(PATIENCE));
        assertThat(outcome(wallet, told.key())).isInstanceOf(RedeemResult.Redeemed.class);
        verify(wallet);
        assertAllIsBack();
    }

    @Test
    void reclaim_notOurs_isRefused() {
        StepVerifier.create(wallet.reclaim(mint.token(8)))
                .verifyErrorSatisfies(e -> assertThat(((WalletException) e).reason())
                        .isEqualTo(WalletException.Reason.NOTHING_TO_RECLAIM));
    }
}
