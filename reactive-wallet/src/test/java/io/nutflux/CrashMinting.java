package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.store.Lifeline;
import io.nutflux.testmint.TestMint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Asking for a quote and minting it. */
final class CrashMinting extends CrashScenario {

    private static final Duration POLL = Duration.ofMillis(5);

    private volatile @Nullable String quoteId;

    CrashMinting(TestMint mint) {
        super(mint);
    }

    @Override
    Publisher<?> act(CashuWallet wallet, Lifeline life) {
        return wallet.requestMint(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(21))
                .doOnNext(quote -> {
                    if (!life.isDead()) {
                        quoteId = quote.id();
                    }
                })
                .flatMap(quote -> minted(wallet, quote.id()));
    }

    @Override
    Publisher<?> resume(CashuWallet wallet, Lifeline life) {
        return Mono.justOrEmpty(quoteId).flatMap(known -> minted(wallet, known));
    }

    private static Mono<?> minted(CashuWallet wallet, String id) {
        return wallet.awaitPaid(id, POLL).flatMap(quote -> wallet.mint(id));
    }

    @Override
    void check(CashuWallet revived) {
        String known = quoteId;
        if (known == null) {
            assertThat(held(revived)).isZero();
            return;
        }
        minted(revived, known).block(PATIENCE);
        assertThat(held(revived)).isEqualTo(21);
        assertThat(revived.latestLedgerEntries(10).count().block(PATIENCE))
                .as("entries in the ledger")
                .isEqualTo(1);
    }
}
