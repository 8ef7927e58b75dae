package io.nutflux;

import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.RedeemResult;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
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
    private final WalletHarness wallets = new WalletHarness();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
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
}
