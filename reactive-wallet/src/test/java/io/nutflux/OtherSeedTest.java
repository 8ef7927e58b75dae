package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.lasting;
import static io.nutflux.WalletHarness.outcome;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.crypto.Seed;
import io.nutflux.error.StoreException;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Obstacle;
import io.nutflux.model.RecoveryReport;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that is opened with another seed than the one that its operations were sent with. */
class OtherSeedTest {

    private final TestMint mint = TestMint.builder().noCachedResponses().start();
    private final WalletHarness wallets = new WalletHarness();
    /** Each harness has a seed of its own. */
    private final WalletHarness others = new WalletHarness();

    private final WalletStore store = lasting();

    @AfterEach
    void close() {
        mint.faults().calm();
        wallets.close();
        others.close();
        mint.close();
    }

    private WalletOptions options() {
        return WalletHarness.options(MintUrl.of(mint.url()));
    }

    /** The mint has signed, and nobody could find out. */
    private void redeemAndLoseTheAnswer() {
        mint.faults().on("/v1/swap").next(Fault.dropAfter());
        mint.faults().on("/v1/checkstate").pass(1).always(Fault.statusBefore(503));
        CashuWallet wallet = wallets.open(store, options());
        assertThat(redeem(wallet, "a", mint.token(8, 2))).isInstanceOf(RedeemResult.Pending.class);
        wallets.close();
        mint.faults().calm();
    }

    private static RecoveryReport recovered(CashuWallet wallet) {
        List<RecoveryReport> reports =
                Objects.requireNonNull(wallet.recover().collectList().block(PATIENCE));
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }

    @Test
    void open_withAnotherSeed_isRefused() {
        redeemAndLoseTheAnswer();
        assertThatThrownBy(() -> others.open(store, options())).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.kind()).isEqualTo(StoreException.Kind.WRONG_KEY);
            assertThat(e).hasMessageContaining("belongs to another seed");
        });
        CashuWallet wallet = wallets.open(store, options());
        assertThat(outcome(wallet, "a")).isInstanceOf(RedeemResult.Redeemed.class);
    }

    private WalletBuilder builder(Seed seed) {
        return CashuWallet.builder().store(store).seed(seed);
    }

    private static Seed seed(int filledWith) {
        byte[] bytes = new byte[Seed.LENGTH];
        Arrays.fill(bytes, (byte) filledWith);
        return Seed.of(bytes);
    }

    @Test
    void checkSeed_ofAWalletThatIsNobodysYet_completesAndBindsNothing() {
        builder(seed(1)).checkSeed().block(PATIENCE);
        builder(seed(2)).checkSeed().block(PATIENCE);

        assertThat(store.secret(WalletId.DEFAULT, SeedBinding.NAME).block(PATIENCE))
                .isNull();
    }

    @Test
    void checkSeed_ofABoundWallet_refusesAnyOtherSeedAndLeavesTheMark() {
        SeedBinding.bind(store, WalletId.DEFAULT, seed(1)).block(PATIENCE);
        byte[] mark = store.secret(WalletId.DEFAULT, SeedBinding.NAME).block(PATIENCE);

        assertThatThrownBy(() -> builder(seed(2)).checkSeed().block(PATIENCE))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.WRONG_KEY));
        builder(seed(1)).checkSeed().block(PATIENCE);
        assertThat(store.secret(WalletId.DEFAULT, SeedBinding.NAME).block(PATIENCE))
                .isEqualTo(mark);
    }

    @Test
    void checkSeed_ofAnotherWalletOfTheStore_isItsOwnMatter() {
        SeedBinding.bind(store, WalletId.DEFAULT, seed(1)).block(PATIENCE);

        builder(seed(2)).walletId(new WalletId("other")).checkSeed().block(PATIENCE);
    }

    @Test
    void checkSeed_withoutASeed_isRefusedAtOnce() {
        assertThatThrownBy(() -> CashuWallet.builder().store(store).checkSeed())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void open_keepsNoBytesOfTheSeed() {
        wallets.open(store, options());
        byte[] mark = Objects.requireNonNull(
                store.secret(WalletId.DEFAULT, SeedBinding.NAME).block(PATIENCE));
        assertThat(mark).hasSize(32);
        wallets.open(store, options());
        assertThat(store.secret(WalletId.DEFAULT, SeedBinding.NAME).block(PATIENCE))
                .isEqualTo(mark);
        assertThat(Arrays.equals(mark, new byte[32])).isFalse();
    }

    /** A store from before seeds were bound: what another seed does not derive is left alone. */
    @Test
    void recover_withAnotherSeed_asksAndWritesOffNothing() {
        redeemAndLoseTheAnswer();
        store.deleteSecret(WalletId.DEFAULT, SeedBinding.NAME).block(PATIENCE);
        mint.clearLog();
        CashuWallet wrong = others.open(store, options());
        RecoveryReport report = recovered(wrong);
        assertThat(report.outcome()).isEqualTo(RecoveryReport.Outcome.PENDING);
        assertThat(report.operation().obstacle()).extracting(Obstacle::reason).isEqualTo(Obstacle.Reason.SEED_MISMATCH);
        assertThat(wrong.outcome("a").block(PATIENCE)).isInstanceOf(RedeemResult.Pending.class);
        assertThat(mint.counts()).doesNotContainKeys("/v1/swap", "/v1/restore", "/v1/checkstate");
        others.close();
        store.deleteSecret(WalletId.DEFAULT, SeedBinding.NAME).block(PATIENCE);
        CashuWallet right = wallets.open(store, options());
        right.recover().blockLast(PATIENCE);
        assertThat(outcome(right, "a")).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(spendable(right)).isEqualTo(10);
        assertThat(verify(right).conserved()).isTrue();
    }
}
