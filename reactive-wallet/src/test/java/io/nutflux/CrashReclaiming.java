package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.error.WalletException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.store.Lifeline;
import io.nutflux.testmint.TestMint;
import java.util.Objects;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Taking back a token that was handed out, and asking for it again when the process is back. */
final class CrashReclaiming extends CrashScenario {

    private String token = "";

    CrashReclaiming(TestMint mint) {
        super(mint);
    }

    @Override
    boolean hasPast() {
        return true;
    }

    @Override
    void given(CashuWallet wallet) {
        WalletHarness.fund(wallet, mint, 64);
        SendRequest request = SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(10));
        token = Objects.requireNonNull(wallet.send(request).block(PATIENCE)).token();
    }

    @Override
    Publisher<?> act(CashuWallet wallet, Lifeline life) {
        return wallet.reclaim(token);
    }

    @Override
    Publisher<?> resume(CashuWallet wallet, Lifeline life) {
        return wallet.reclaim(token);
    }

    @Override
    void check(CashuWallet revived) {
        RedeemResult again = revived.reclaim(token)
                .onErrorResume(WalletException.class, CrashReclaiming::nothingLeft)
                .block(PATIENCE);
        if (again != null) {
            assertThat(again).isInstanceOf(RedeemResult.Redeemed.class);
        }
        assertThat(pending(revived)).as("handed out").isZero();
    }

    private static Mono<RedeemResult> nothingLeft(WalletException e) {
        return e.reason() == WalletException.Reason.NOTHING_TO_RECLAIM ? Mono.empty() : Mono.error(e);
    }
}
