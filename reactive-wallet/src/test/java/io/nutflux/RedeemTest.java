package io.nutflux;

import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.RedeemResult;
import io.nutflux.testmint.TestMint;
import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redeeming good tokens. */
class RedeemTest {

    private final TestMint mint = TestMint.builder().feePpk(100).start();
    private final WalletHarness wallets = new WalletHarness();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    @Test
    void redeem_manyTokens_redeemsAllInFewSwaps() {
        CashuWallet wallet = wallets.open(mint);
        Map<String, RedeemResult> results = redeem(wallet, mint.tokens(250, 1, 2, 4, 8, 16, 32, 64, 128));
        assertThat(results.values()).allMatch(RedeemResult.Redeemed.class::isInstance);
        assertThat(mint.requests("/v1/swap")).isLessThanOrEqualTo(5);
        // 2,000 inputs at 100 ppk: 200 sat of fees, whatever the number of swaps, each rounded up once.
        assertThat(spendable(wallet))
                .isBetween(BigInteger.valueOf(250 * 255 - 205), BigInteger.valueOf(250 * 255 - 200));
        assertThat(mint.outstanding()).isEqualTo(spendable(wallet));
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
    }
}
