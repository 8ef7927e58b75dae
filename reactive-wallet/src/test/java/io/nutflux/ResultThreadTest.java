package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.testmint.TestMint;
import io.nutflux.vault.TestKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Callers' code runs on compute threads: never on the store's thread, which it would hold up, nor on an event loop. */
class ResultThreadTest {

    @TempDir
    Path directory;

    @Test
    void redeem_resultsOfAllKinds_arriveOnComputeThreads() {
        try (TestMint mint = TestMint.start();
                WalletHarness wallets = new WalletHarness()) {
            WalletStore store =
                    Objects.requireNonNull(SqliteStore.open(directory.resolve("wallet.db"), TestKeys.provider())
                            .block(PATIENCE));
            CashuWallet wallet = wallets.open(mint, store, redeem -> redeem);
            List<RedeemRequest> requests = List.of(
                    new RedeemRequest("good", mint.token(8, 2)),
                    new RedeemRequest("none", "cashuBnonsense"),
                    new RedeemRequest(
                            "false",
                            mint.tokenV4(List.of(mint.issueProofs(4)
                                    .get(0)
                                    .withWrongSignature()
                                    .withoutDleq()))));
            Map<String, String> threads = new ConcurrentHashMap<>();
            for (int round = 0; round < 2; round++) {
                wallet.redeem(Flux.fromIterable(requests))
                        .doOnNext(result ->
                                threads.put(kind(result), Thread.currentThread().getName()))
                        .blockLast(PATIENCE);
            }
            assertThat(threads.keySet()).contains("Redeemed", "Invalid");
            assertThat(threads.values()).allMatch(name -> name.startsWith("nutflux-compute"));
        }
    }

    private static String kind(RedeemResult result) {
        return result.getClass().getSimpleName();
    }
}
