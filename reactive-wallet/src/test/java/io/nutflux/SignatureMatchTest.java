package io.nutflux;

import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.MintMisbehavedException;
import io.nutflux.event.WalletEvent;
import io.nutflux.model.RedeemResult;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.Lie;
import io.nutflux.testmint.TestMint;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 00.15, 03.7: signatures that do not answer the outputs one by one are not taken, and restored instead. */
class SignatureMatchTest {

    private final TestMint mint = TestMint.start();
    private final WalletHarness wallets = new WalletHarness();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Lie.class,
            names = {
                "REORDERED_SIGNATURES",
                "DUPLICATED_SIGNATURE",
                "MISSING_SIGNATURE",
                "EXTRA_SIGNATURE",
                "WRONG_AMOUNT",
                "WRONG_KEYSET_ID"
            })
    void redeem_signaturesOfOtherOutputs_areNamedAndRestored(Lie lie) {
        CashuWallet wallet = wallets.open(mint);
        Queue<WalletEvent.MintMisbehaved> told = new ConcurrentLinkedQueue<>();
        wallet.events().ofType(WalletEvent.MintMisbehaved.class).subscribe(told::add);
        mint.faults().on("/v1/swap").next(Fault.lie(lie));
        assertThat(redeem(wallet, "key", mint.token(8, 4, 2))).isInstanceOf(RedeemResult.Redeemed.class);
        await().atMost(WalletHarness.PATIENCE)
                .untilAsserted(() -> assertThat(told)
                        .extracting(WalletEvent.MintMisbehaved::kind)
                        .containsExactly(MintMisbehavedException.Kind.SIGNATURES_MISMATCH));
        assertThat(mint.requests("/v1/restore")).isEqualTo(1);
        assertThat(spendable(wallet)).isEqualTo(14).isEqualTo(mint.outstanding());
        assertThat(verify(wallet).differences()).isEmpty();
    }
}
