package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.fund;
import static io.nutflux.WalletHarness.redeem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.error.CashuException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A wallet does anything, its store is copied at any moment, it goes on and is lost: whatever it was doing, the copy has all
 * that is unspent, its books balance, and no output is sent in two requests.
 */
class CatchUpRandomTest {

    private static final int STEPS = 14;
    private static final List<String> COMMANDS = List.of("prepare", "markSent", "settle", "release", "handOut");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void open_copyOfAnyMoment_hasAllAndUsesNothingTwice(long seed) throws Exception {
        run(seed);
    }

    @Test
    @Tag("deep")
    void open_copyOfAnyMoment_manySeeds() throws Exception {
        for (long seed = 100; seed < 300; seed++) {
            run(seed);
        }
    }

    private void run(long seed) throws Exception {
        Random random = new Random(seed);
        try (TestMint mint = TestMint.builder()
                        .noCachedResponses()
                        .keysetVersion(1 + random.nextInt(2))
                        .feePpk(random.nextBoolean() ? 0 : 100)
                        .recordBodies(100_000)
                        .start();
                WalletHarness wallets = new WalletHarness()) {
            new Life(seed, random, mint, wallets, Files.createDirectory(directory.resolve("seed" + seed))).live();
        }
    }

    /** One run. */
    private static final class Life {

        private final String name;
        private final Random random;
        private final TestMint mint;
        private final WalletHarness wallets;
        private final StoreCopies copies;
        private final CashuWallet other;
        private final AtomicReference<Path> backup = new AtomicReference<>();
        private final List<String> brought = new ArrayList<>();
        private int keys;

        Life(long seed, Random random, TestMint mint, WalletHarness wallets, Path directory) {
            this.name = "seed " + seed;
            this.random = random;
            this.mint = mint;
            this.wallets = wallets;
            this.copies = new StoreCopies(directory);
            this.other = wallets.openOther(mint);
        }

        void live() {
            FaultyStore store = FaultyStore.on(copies.openLive());
            CashuWallet live = open(store.store());
            attempt(() -> fund(live, mint, 100));
            mint.faults()
                    .randomly(
                            random.nextLong(),
                            0.2,
                            Set.of("/v1/swap", "/v1/mint/bolt11"),
                            Fault.dropAfter(),
                            Fault.dropBefore());
            int moment = random.nextInt(STEPS);
            for (int step = 0; step < STEPS; step++) {
                if (step == moment) {
                    store.beforeNext(COMMANDS.get(random.nextInt(COMMANDS.size())), copies.copying(backup::set));
                }
                act(live);
            }
            if (backup.get() == null) {
                backup.set(copies.copy());
                act(live);
            }
            live.close(Duration.ofMillis(random.nextInt(50))).block(PATIENCE);
            StoreCopies.close(store.beneath());
            mint.faults().calm();

            CashuWallet restored = open(copies.openRestored(backup.get()));
            bringAgain(restored);
            assertHasEverything(restored);
            for (int step = 0; step < 5; step++) {
                act(restored);
            }
            assertHasEverything(restored);
            assertThat(UsedOutputs.twice(mint)).as(name).isEmpty();
        }

        private CashuWallet open(WalletStore store) {
            return wallets.open(store, WalletHarness.options(MintUrl.of(mint.url())));
        }

        private void act(CashuWallet wallet) {
            int what = random.nextInt(8);
            attempt(() -> {
                switch (what) {
                    case 0, 1 -> redeem(wallet, "k" + keys++, bring());
                    case 2 -> fund(wallet, mint, 1 + random.nextInt(60));
                    case 3, 4 -> redeem(other, "k" + keys++, send(wallet));
                    case 5 -> send(wallet);
                    case 6 -> wallet.reclaimAll(MintUrl.of(mint.url())).blockLast(PATIENCE);
                    default -> mint.rotate("sat", random.nextInt(2) * 100L);
                }
            });
        }

        private static void attempt(Runnable action) {
            try {
                action.run();
            } catch (CashuException e) {
                // A lost answer, or not enough money: the books tell in the end.
            }
        }

        private String bring() {
            String token = mint.token(1L << random.nextInt(6), 4);
            brought.add(token);
            return token;
        }

        /** A token that the lost time took in, and did not get to redeem, is its owner's still. */
        private void bringAgain(CashuWallet restored) {
            brought.forEach(token -> redeem(restored, "k" + keys++, token));
        }

        private String send(CashuWallet wallet) {
            SendRequest request =
                    SendRequest.of(MintUrl.of(mint.url()), CurrencyUnit.SAT, Amount.of(1 + random.nextInt(50)));
            SentToken sent = Objects.requireNonNull(wallet.send(request).block(PATIENCE));
            return sent.token();
        }

        private void assertHasEverything(CashuWallet restored) {
            await(name).atMost(PATIENCE).untilAsserted(() -> {
                assertThat(restored.pending().collectList().block(PATIENCE)).isEmpty();
                assertThat(other.pending().collectList().block(PATIENCE)).isEmpty();
                var verification = WalletHarness.verify(restored);
                assertThat(verification.conserved()).isTrue();
                assertThat(verification.differences()).isEmpty();
                assertThat(held(restored).add(held(other))).isEqualTo(mint.outstanding());
            });
        }

        /** Spendable, and handed out with nobody having redeemed it, which {@code verify} finds out. */
        private static BigInteger held(CashuWallet wallet) {
            return Objects.requireNonNull(wallet.balances()
                    .map(balance -> balance.spendable().add(balance.pending()).add(balance.reserved()))
                    .reduce(BigInteger.ZERO, BigInteger::add)
                    .block(PATIENCE));
        }
    }
}
