package io.nutflux;

import static io.nutflux.WalletHarness.redeem;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.RefusalReason;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What is looked up of a token before it is swapped: its proofs only where something says that they are not new. */
class RedeemLookTest {

    private final TestMint mint = TestMint.builder().start();
    private final WalletHarness wallets = new WalletHarness();
    private final AtomicInteger looksByProof = new AtomicInteger();
    private final CashuWallet wallet = wallets.open(mint, counting(WalletStore.inMemory()), redeem -> redeem);

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private WalletStore counting(WalletStore store) {
        return (WalletStore) Proxy.newProxyInstance(
                WalletStore.class.getClassLoader(), new Class<?>[] {WalletStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("findRedemptions") && !((Collection<?>) arguments[3]).isEmpty()) {
                        looksByProof.incrementAndGet();
                    }
                    return method.invoke(store, arguments);
                });
    }

    @Test
    void redeem_newTokens_looksForNoProof() {
        assertThat(redeem(wallet, mint.tokens(20, 8, 4)).values()).allMatch(RedeemResult.Redeemed.class::isInstance);
        assertThat(looksByProof).hasValue(0);
    }

    @Test
    void redeem_proofOfAPendingToken_isRefused_andTheTokenBesideItRedeemed() {
        List<TestProof> proofs = mint.issueProofs(8, 4, 2);
        // The mint never hears of it, so that it calls the proofs unspent.
        mint.faults().on("/v1/swap").always(Fault.dropBefore());
        assertThat(redeem(wallet, "pending", mint.tokenV4(proofs.subList(0, 2))))
                .isInstanceOf(RedeemResult.Pending.class);
        mint.faults().calm();

        Map<String, RedeemResult> results = together(Map.of(
                "sharing", mint.tokenV4(proofs.subList(1, 3)),
                "good", mint.token(16)));
        assertThat(results.get("sharing"))
                .isInstanceOfSatisfying(
                        RedeemResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.SHARES_PROOFS));
        assertThat(results.get("good")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(looksByProof).hasPositiveValue();
    }

    @Test
    void redeem_proofOfARedeemedTokenWhileTheMintIsAway_isRefusedForThat() {
        List<TestProof> proofs = mint.issueProofs(8, 4, 2);
        redeem(wallet, "key", mint.tokenV4(proofs.subList(0, 2)));
        mint.faults().on("/v1/checkstate").always(Fault.dropBefore());
        assertThat(redeem(wallet, "other", mint.tokenV4(proofs.subList(1, 3))))
                .isInstanceOfSatisfying(
                        RedeemResult.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.SHARES_PROOFS));
    }

    private Map<String, RedeemResult> together(Map<String, String> tokens) {
        Map<String, RedeemResult> results = new HashMap<>();
        wallet.redeem(Flux.fromIterable(tokens.entrySet())
                        .map(token -> new RedeemRequest(token.getKey(), token.getValue())))
                .doOnNext(result -> results.put(result.key(), result))
                .then()
                .block(WalletHarness.PATIENCE);
        return results;
    }
}
