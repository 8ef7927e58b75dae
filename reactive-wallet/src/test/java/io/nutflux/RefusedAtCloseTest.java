package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.redeem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

/** A token that a closing wallet does not begin is refused for now, and as good as before. */
class RefusedAtCloseTest {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final TestMint mint = TestMint.start();
    private final WalletHarness wallets = new WalletHarness();
    private final WalletStore store = WalletStore.inMemory();

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private WalletStore outliving() {
        return FaultyStore.on(store).store();
    }

    private static void assertShuttingDown(RedeemResult result) {
        assertThat(result).isInstanceOfSatisfying(RedeemResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(RefusalReason.SHUTTING_DOWN);
            assertThat(refused.retryable()).isTrue();
        });
    }

    @Test
    void redeem_tokenStillLingeringAtClose_isRefusedForNow() throws Exception {
        WalletOptions lingering =
                WalletHarness.options(MintUrl.of(mint.url())).withRedeem(redeem -> redeem.linger(Duration.ofHours(1)));
        CashuWallet wallet = wallets.open(outliving(), lingering);
        String token = mint.token(8, 2);
        CompletableFuture<RedeemResult> result =
                wallet.redeem(new RedeemRequest("a", token)).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/keysets") > 0);
        wallet.close(Duration.ofSeconds(2)).block(PATIENCE);
        assertShuttingDown(result.get(5, TimeUnit.SECONDS));
        assertThat(redeem(wallets.open(mint, outliving(), redeem -> redeem), "a", token))
                .isInstanceOf(RedeemResult.Redeemed.class);
    }

    @Test
    void redeem_duringTheGrace_isRefusedWhileWhatIsUnderWayGoesOn() throws Exception {
        CashuWallet wallet = wallets.open(mint, outliving(), redeem -> redeem);
        Sinks.Empty<Void> gate = Sinks.empty();
        mint.faults().on("/v1/swap").next(Fault.holdBefore(gate.asMono()));
        CompletableFuture<RedeemResult> underWay =
                wallet.redeem(new RedeemRequest("a", mint.token(8, 2))).toFuture();
        await().atMost(PATIENCE).until(() -> mint.requests("/v1/swap") > 0);
        CompletableFuture<Void> closed = wallet.close(GRACE).toFuture();
        String late = mint.token(4);
        assertShuttingDown(wallet.redeem(new RedeemRequest("b", late)).block(PATIENCE));
        assertThat(closed).isNotDone();
        gate.tryEmitEmpty();
        assertThat(underWay.get(5, TimeUnit.SECONDS)).isInstanceOf(RedeemResult.Redeemed.class);
        closed.get(5, TimeUnit.SECONDS);
        assertThat(redeem(wallets.open(mint, outliving(), redeem -> redeem), "b", late))
                .isInstanceOf(RedeemResult.Redeemed.class);
    }
}
