package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.redeem;
import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.Operation;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wallet catches up at a mint that is slow, refuses, comes to no end, or is away. */
class CatchUpFaultTest {

    private final TestMint mint =
            TestMint.builder().noCachedResponses().recordBodies(1_000).start();
    private final WalletHarness wallets = new WalletHarness();
    private StoreCopies copies;

    @BeforeEach
    void makeStore(@TempDir Path directory) {
        copies = new StoreCopies(directory);
    }

    @AfterEach
    void close() {
        wallets.close();
        mint.close();
    }

    private MintUrl url() {
        return MintUrl.of(mint.url());
    }

    private CashuWallet openLive() {
        return wallets.open(copies.openLive(), WalletHarness.options(url()));
    }

    private static void end(CashuWallet wallet) {
        wallet.close(Duration.ofSeconds(2)).block(PATIENCE);
    }

    /** Its lease is counted from when it is stored, not from when it was planned: others would take it over at once. */
    @Test
    void redeem_lookingThroughTakesLongerThanALease_operationHasAWholeOne() {
        CashuWallet live = openLive();
        Path backup = copies.copy();
        redeem(live, "a", mint.token(8, 2));
        end(live);
        SettableClock clock = new SettableClock();
        mint.faults().on("/v1/restore").next(Fault.before(() -> clock.jump(Duration.ofHours(1))));
        FaultyStore faulty = FaultyStore.on(copies.openRestored(backup));
        AtomicReference<Operation> prepared = new AtomicReference<>();
        faulty.beforeNext(
                "markSent", faulty.beneath().unfinished(WalletId.DEFAULT).next().doOnNext(prepared::set));

        Instant opened = clock.instant();
        CashuWallet restored = wallets.open(faulty.store(), WalletHarness.options(url()), clock);
        assertThat(redeem(restored, "b", mint.token(4))).isInstanceOf(RedeemResult.Redeemed.class);

        Operation operation = prepared.get();
        assertThat(operation.createdAt()).isAfterOrEqualTo(opened.plus(Duration.ofHours(1)));
        assertThat(Duration.between(operation.createdAt(), operation.leaseUntil()))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
    }
}
