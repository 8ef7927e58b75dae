package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.end;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A wallet on a store that came out of a backup, with two mints that have one keyset id, and so one counter: what one of them
 * signed says nothing of what the other did.
 */
class CatchUpTwoMintsTest {

    private final TestMint first = start();
    private final TestMint second = start();
    private final WalletHarness wallets = new WalletHarness();
    private StoreCopies copies;

    private static TestMint start() {
        return TestMint.builder()
                .seed("of both")
                .noCachedResponses()
                .recordBodies(1_000)
                .start();
    }

    @BeforeEach
    void makeStore(@TempDir Path directory) {
        copies = new StoreCopies(directory);
    }

    @AfterEach
    void close() {
        wallets.close();
        first.close();
        second.close();
    }

    private CashuWallet open(WalletStore store) {
        return wallets.open(store, WalletHarness.options(url(first), url(second)));
    }

    private static MintUrl url(TestMint mint) {
        return MintUrl.of(mint.url());
    }

    private static boolean isBehind(WalletStore store, TestMint mint) {
        return Objects.requireNonNull(store.counter(WalletId.DEFAULT, url(mint), new KeysetId(mint.keysetId()))
                        .block(PATIENCE))
                .behind();
    }

    /** The one that is away is looked through later, and not taken for the other. */
    @Test
    void open_oneIsCaughtUp_theOtherIsBehindUntilItAnswers() {
        CashuWallet live = open(copies.openLive());
        fund(live, first, 1);
        fund(live, second, 2);
        Path backup = copies.copy();
        redeem(live, "a", first.token(8));
        redeem(live, "b", second.token(16));
        end(live);
        second.faults().on("/v1/restore").always(Fault.statusBefore(503));

        WalletStore store = copies.openRestored(backup);
        CashuWallet restored = open(store);
        await().atMost(PATIENCE).until(() -> !isBehind(store, first));
        assertThat(isBehind(store, second)).isTrue();
        assertThat(redeem(restored, "d", second.token(4))).isInstanceOf(RedeemResult.Refused.class);

        second.faults().calm();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(restored)).isEqualTo(1 + 2 + 8 + 16));
        await().atMost(PATIENCE).until(() -> !isBehind(store, second));
        assertThat(UsedOutputs.twice(first)).isEmpty();
        assertThat(UsedOutputs.twice(second)).isEmpty();
        assertThat(verify(restored).conserved()).isTrue();
        assertThat(verify(restored).differences()).isEmpty();
    }

    /** What the first one signed moves the counter that both share; the second is looked through from where it stood. */
    @Test
    void open_secondUsedLowerCounters_hasThemToo_andTheFirstGoesOnMeanwhile() {
        CashuWallet live = open(copies.openLive());
        fund(live, first, 1);
        fund(live, second, 2);
        Path backup = copies.copy();
        redeem(live, "b", second.token(16));
        redeem(live, "a", first.token(8));
        end(live);
        second.faults().on("/v1/restore").always(Fault.statusBefore(503));

        WalletStore store = copies.openRestored(backup);
        CashuWallet restored = open(store);
        await().atMost(PATIENCE).until(() -> !isBehind(store, first));
        assertThat(redeem(restored, "c", first.token(4))).isInstanceOf(RedeemResult.Redeemed.class);

        second.faults().calm();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(restored)).isEqualTo(1 + 2 + 8 + 16 + 4));
        assertThat(UsedOutputs.twice(first)).isEmpty();
        assertThat(verify(restored).conserved()).isTrue();
        assertThat(verify(restored).differences()).isEmpty();
    }
}
