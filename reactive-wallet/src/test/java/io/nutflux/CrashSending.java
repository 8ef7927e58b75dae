package io.nutflux;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.SendRequest;
import io.nutflux.store.Lifeline;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;

/** Making a token, of proofs at hand or by a swap. */
final class CrashSending extends CrashScenario {

    /** Where the token's proofs come from. */
    enum How {
        OFFLINE,
        SWAP,
        /** A swap in which the mint changes its keysets. */
        ROTATED_SWAP
    }

    private final How how;
    private final List<String> sent = new CopyOnWriteArrayList<>();

    CrashSending(TestMint mint, How how) {
        super(mint);
        this.how = how;
    }

    @Override
    boolean hasPast() {
        return true;
    }

    @Override
    void given(CashuWallet wallet) {
        long amount = how == How.OFFLINE ? 64 + 8 + 2 : 64;
        WalletHarness.fund(wallet, mint, amount);
    }

    @Override
    void plan() {
        if (how == How.ROTATED_SWAP) {
            mint.faults().on("/v1/swap").next(Fault.before(() -> mint.rotate("sat", 200)));
        }
    }

    @Override
    Publisher<?> act(CashuWallet wallet, Lifeline life) {
        SendRequest request = new SendRequest(
                MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(10), how == How.OFFLINE, false, null);
        return wallet.send(request).doOnNext(token -> {
            if (!life.isDead()) {
                sent.add(token.token());
            }
        });
    }

    @Override
    List<String> sent() {
        return sent;
    }
}
