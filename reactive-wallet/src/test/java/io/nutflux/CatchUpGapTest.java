package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.end;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.redeem;
import static io.nutflux.WalletHarness.spendable;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.flow.RestoreOptions;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RestoreProgress;
import io.nutflux.model.WalletId;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.Findings;
import io.nutflux.store.KeysetCounter;
import io.nutflux.store.LedgerEntry;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import io.nutflux.testmint.TokenOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** A long run of counters that no mint signed lies before the one that the store has: a look must not end in it. */
class CatchUpGapTest {

    private static final long LEAP = 1L << 24;

    private final TestMint mint =
            TestMint.builder().noCachedResponses().recordBodies(10_000).start();
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

    private CashuWallet open(WalletStore store) {
        return wallets.open(store, WalletHarness.options(url()).withRestore(new RestoreOptions(10, 3)));
    }

    /** As if so many counters had been taken, and none of their outputs signed. */
    private Mono<Amount> raise(WalletStore store, long counter) {
        LedgerEntry entry = new LedgerEntry(
                Instant.EPOCH,
                LedgerEntry.Kind.RESTORED,
                url(),
                CurrencyUnit.SAT,
                Amount.ZERO,
                Amount.ZERO,
                new OperationId("0123456789abcdef0123456789abcdef"),
                "me");
        return store.restore(
                WalletId.DEFAULT, new Findings(new KeysetId(mint.keysetId()), List.of(), counter, false, entry));
    }

    private KeysetCounter counter(WalletStore store) {
        return Objects.requireNonNull(store.counter(WalletId.DEFAULT, url(), new KeysetId(mint.keysetId()))
                .block(PATIENCE));
    }

    private RestoreProgress restore(CashuWallet wallet) {
        return Objects.requireNonNull(wallet.restore(url()).blockLast(PATIENCE));
    }

    /** The backup does not know the mint, so that nothing but {@code restore} looks. */
    private void assertCaughtUpByRestoring(Path backup) {
        WalletStore store = copies.openRestored(backup);
        CashuWallet restored = open(store);
        assertThat(restore(restored).complete()).isTrue();
        assertThat(counter(store).behind()).isFalse();
        assertThat(spendable(restored)).isEqualTo(10);
        assertThat(redeem(restored, "later", mint.token(4))).isInstanceOf(RedeemResult.Redeemed.class);
        assertThat(UsedOutputs.twice(mint)).isEmpty();
        assertThat(verify(restored).conserved()).isTrue();
        assertThat(verify(restored).differences()).isEmpty();
    }

    /** 13.8: each swap of false tokens takes counters that nobody signs. */
    @Test
    void restore_ofABackup_gapOfFalseTokensBeforeItsCounter_looksThroughTheLostTime() {
        WalletStore store = copies.openLive();
        CashuWallet live = open(store);
        for (int i = 0; counter(store).next() < 40; i++) {
            TestProof changed = mint.issueProofs(1).get(0).withAmount(2);
            redeem(
                    live,
                    "false" + i,
                    mint.tokenV4(List.of(changed), TokenOptions.defaults().withoutDleq()));
        }
        Path backup = copies.copy();
        redeem(live, "lost", mint.token(8, 2));
        end(live);

        assertCaughtUpByRestoring(backup);
    }

    /** Where the mint could not restore once, or the gap and the lost time lie in one question: 35 is within the fourth. */
    @ParameterizedTest
    @ValueSource(longs = {30, 35, LEAP})
    void restore_ofABackup_countersLeaptBeforeIt_looksThroughTheLostTime(long leap) {
        WalletStore store = copies.openLive();
        raise(store, leap).block(PATIENCE);
        CashuWallet live = open(store);
        Path backup = copies.copy();
        redeem(live, "lost", mint.token(8, 2));
        end(live);

        assertCaughtUpByRestoring(backup);
    }

    /** The lost time made a gap of its own, shorter than three batches, that begins right at the backup's counter. */
    @Test
    void restore_ofABackup_gapEndsPastItsCounter_isCountedFromThere() {
        WalletStore store = copies.openLive();
        raise(store, 25).block(PATIENCE);
        CashuWallet live = open(store);
        Path backup = copies.copy();
        raise(store, 50).block(PATIENCE);
        redeem(live, "lost", mint.token(8, 2));
        end(live);

        assertCaughtUpByRestoring(backup);
    }

    /** Catching up begins at the operation's outputs, before the leap. */
    @Test
    void open_backupWithAnOperationUnderWay_countersLeaptSinceIt_looksThroughTheLostTime() {
        FaultyStore faulty = FaultyStore.on(copies.openLive());
        CashuWallet live = open(faulty.store());
        AtomicReference<Path> backup = new AtomicReference<>();
        faulty.beforeNext("settle", raise(faulty.beneath(), LEAP).then(copies.copying(backup::set)));
        redeem(live, "under way", mint.token(1));
        redeem(live, "lost", mint.token(8, 2));
        end(live);
        StoreCopies.close(faulty.beneath());

        CashuWallet restored = open(copies.openRestored(backup.get()));
        assertThat(redeem(restored, "later", mint.token(4))).isInstanceOf(RedeemResult.Redeemed.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spendable(restored)).isEqualTo(1 + 8 + 2 + 4));
        assertThat(UsedOutputs.twice(mint)).isEmpty();
    }

    /** Its counter is right, and gives the next outputs; what is looked for may lie on either side of it. */
    @Test
    void restore_storeThatIsNoBackup_looksFromItsCounterOnToo() {
        WalletStore store = WalletStore.inMemory();
        raise(store, LEAP).block(PATIENCE);
        fund(open(store), mint, 8);
        CashuWallet old = open(WalletStore.inMemory());
        fund(old, mint, 1);

        WalletStore copy = WalletStore.inMemory();
        raise(copy, LEAP - 5).block(PATIENCE);
        CashuWallet wallet = open(copy);
        mint.clearLog();
        assertThat(restore(wallet).counter()).isEqualTo(LEAP + 1);
        assertThat(spendable(wallet)).isEqualTo(9);
        assertThat(mint.requests("/v1/restore"))
                .as("the leap is not looked through")
                .isLessThan(10);
    }

    /** What it stored before it was broken off is not asked for again, and the rest is. */
    @Test
    void restore_ofABackup_brokenOffBehindTheLeap_isNotCaughtUp_andGoesOn() {
        WalletStore store = copies.openLive();
        raise(store, LEAP).block(PATIENCE);
        CashuWallet live = open(store);
        Path backup = copies.copy();
        redeem(live, "lost", mint.token(8, 2));
        end(live);
        mint.faults().on("/v1/restore").pass(3).times(1000, Fault.statusBefore(503));

        WalletStore behind = copies.openRestored(backup);
        CashuWallet restored = open(behind);
        restored.restore(url()).onErrorComplete().blockLast(PATIENCE);
        assertThat(counter(behind).behind()).isTrue();
        end(restored);
        mint.faults().calm();
        assertCaughtUpByRestoring(backup);
    }
}
