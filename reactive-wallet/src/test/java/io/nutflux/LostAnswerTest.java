package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.store.FaultyStore;
import io.nutflux.testmint.TestMint;
import java.math.BigInteger;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that the store carries out and then calls failed: whoever waits hears what took place (X.14). */
class LostAnswerTest {

    private final TestMint mint = TestMint.builder().start();
    private final MintUrl url = MintUrl.of(mint.url());
    private final WalletHarness wallets = new WalletHarness();
    private final FaultyStore store = FaultyStore.on(WalletHarness.lasting());
    private CashuWallet wallet;

    @BeforeEach
    void open() {
        wallet = wallets.open(store.store(), WalletHarness.options(url));
        fund(wallet, mint, 100);
    }

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private SentToken send(long amount, boolean offline) {
        return Objects.requireNonNull(
                wallet.send(new SendRequest(url, CurrencyUnit.SAT, Amount.of(amount), offline, false, null))
                        .block(PATIENCE));
    }

    private void failAlways(String command) {
        store.beforeNext(command, () -> {
            failAlways(command);
            throw unavailable();
        });
    }

    private static StoreException unavailable() {
        return new StoreException(StoreException.Kind.UNAVAILABLE, "no connection", null);
    }

    @Test
    void handOut_doneAndCalledFailed_tokenIsGiven() {
        store.loseNextAnswer("handOut");
        SentToken sent = send(64, true);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(36));
        CashuWallet other = wallets.openOther(mint);
        assertThat(redeem(other, "taken", sent.token())).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(verify(wallet).differences()).isEmpty();
    }

    @Test
    void handOut_failedBeforeItWasDone_failsAndTheMoneyStays() {
        store.beforeNext("handOut", () -> {
            throw unavailable();
        });
        assertThatThrownBy(() -> send(64, true)).hasMessage("no connection");
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(100));
        assertThat(verify(wallet).conserved()).isTrue();
    }

    @Test
    void handOut_calledFailedByAStoreThatStaysAway_saysThatItIsNotKnown() {
        store.loseNextAnswer("handOut");
        failAlways("ledgerEntry");
        assertThatThrownBy(() -> send(64, true))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not known")
                .hasCauseInstanceOf(StoreException.class);
        assertThat(Objects.requireNonNull(wallet.reclaimAll(url).collectList().block(PATIENCE)))
                .singleElement()
                .isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(100));
    }

    @Test
    void settleOfASend_doneAndCalledFailed_tokenIsGiven() {
        store.loseNextAnswer("settle");
        SentToken sent = send(3, false);
        CashuWallet other = wallets.openOther(mint);
        assertThat(redeem(other, "taken", sent.token())).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(97));
    }

    @Test
    void settleOfARedemption_doneAndCalledFailed_outcomeIsTold() {
        store.loseNextAnswer("settle");
        assertThat(redeem(wallet, "a", mint.token(8, 4))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(wallet)).isEqualTo(BigInteger.valueOf(112));
        assertThat(verify(wallet).conserved()).isTrue();
    }
}
