package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.nutflux.crypto.Seed;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.MintUrl;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The process dies at every command that an operation gives its store, before it is carried out and after, with the mint
 * well and with the mint failing: recovery then loses nothing and counts nothing twice (X.14 to X.18, 13.8, 03.8, 04.13).
 *
 * <p>The commands come from a run without a crash, so a new step is covered by itself.
 */
class CrashEverywhereTest {

    private static final Pattern BLINDED = Pattern.compile("\"B_\":\"([0-9a-f]{66})\"");
    /** What the dead wallet leaves is due at once, and it does not begin to recover itself. */
    private static final RecoveryOptions NO_LEASE_NO_RECOVERY =
            new RecoveryOptions(Duration.ZERO, Duration.ofHours(1), Duration.ofMillis(10), Duration.ofMillis(10), 16);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final TestMint mint = TestMint.builder()
            .feePpk(100)
            .denominations(1, 2, 4, 8, 16, 32, 64, 128)
            .noCachedResponses()
            .recordBodies(1_000)
            .start();

    @AfterEach
    void close() {
        mint.close();
    }

    /** What goes wrong at the mint with the first request that moves value. */
    private enum MintFault {
        NONE(null),
        ANSWER_LOST(Fault.dropAfter()),
        NOT_REACHED(Fault.statusBefore(503)),
        REFUSED(Fault.error(99_999, "not today"));

        @SuppressWarnings("ImmutableEnumChecker")
        private final @Nullable Fault fault;

        MintFault(@Nullable Fault fault) {
            this.fault = fault;
        }
    }

    @TestFactory
    Stream<DynamicTest> redeemOfMixedBatch_diesAnywhere_losesNothing() {
        return everywhere(CrashScenario.Redeeming::new);
    }

    @TestFactory
    Stream<DynamicTest> mint_diesAnywhere_losesNothing() {
        return everywhere(CrashScenario.Minting::new);
    }

    @TestFactory
    Stream<DynamicTest> sendBySwap_diesAnywhere_losesNothing() {
        return everywhere(testMint -> new CrashScenario.Sending(testMint, false));
    }

    @TestFactory
    Stream<DynamicTest> sendOffline_diesAnywhere_losesNothing() {
        return everywhere(testMint -> new CrashScenario.Sending(testMint, true));
    }

    private Stream<DynamicTest> everywhere(Function<TestMint, CrashScenario> scenarios) {
        return Stream.of(MintFault.values()).flatMap(fault -> {
            List<String> commands = new Life(scenarios, fault).run(-1, false);
            assertThat(commands).isNotEmpty();
            List<DynamicTest> tests = new ArrayList<>();
            for (int i = 0; i < commands.size(); i++) {
                for (boolean carriedOut : new boolean[] {false, true}) {
                    int index = i;
                    tests.add(dynamicTest(
                            fault + ", dies " + (carriedOut ? "after " : "before ") + commands.get(i) + " #" + i,
                            () -> new Life(scenarios, fault).run(index, carriedOut)));
                }
            }
            return tests.stream();
        });
    }

    /** A wallet's life: use, death, revival. */
    private final class Life {

        private final WalletStore store = WalletStore.inMemory();
        private final Seed seed = randomSeed();
        private final BigInteger before;
        private final CrashScenario scenario;
        private final MintFault fault;

        Life(Function<TestMint, CrashScenario> scenarios, MintFault fault) {
            this.before = mint.outstanding();
            this.scenario = scenarios.apply(mint);
            this.fault = fault;
        }

        /** Returns the commands of the run that was cut short. */
        List<String> run(int diesAt, boolean carriedOut) {
            mint.clearLog();
            WalletOptions reviving = WalletHarness.options(MintUrl.of(mint.url()));
            live(store, seed, reviving, scenario::given);
            FaultyStore faulty = FaultyStore.on(store).dieAt(diesAt, carriedOut);
            live(faulty.store(), seed, reviving.withRecovery(NO_LEASE_NO_RECOVERY), wallet -> {
                if (fault.fault != null) {
                    mint.faults().on(scenario.path()).next(fault.fault);
                }
                scenario.act(wallet);
                faulty.die();
            });
            mint.faults().calm();
            live(
                    WalletStore.inMemory(),
                    randomSeed(),
                    reviving,
                    other -> live(store, seed, reviving, revived -> {
                        await().atMost(PATIENCE)
                                .until(() -> Boolean.FALSE.equals(
                                        revived.pending().hasElements().block(PATIENCE)));
                        assertConserved(revived);
                        scenario.check(revived, other);
                        assertConserved(revived);
                        BigInteger held = CrashScenario.held(revived).add(CrashScenario.held(other));
                        assertThat(held)
                                .isEqualTo(mint.outstanding().subtract(before).subtract(scenario.worthless()));
                    }));
            assertOutputsUsedOnce();
            return faulty.commands();
        }

        private void live(WalletStore on, Seed with, WalletOptions options, Consumer<CashuWallet> life) {
            FaultyStore kept = FaultyStore.on(on);
            CashuWallet wallet = Objects.requireNonNull(CashuWallet.builder()
                    .store(kept.store())
                    .seed(with)
                    .options(options)
                    .open()
                    .block(PATIENCE));
            try {
                life.accept(wallet);
            } finally {
                wallet.close(Duration.ZERO).block(PATIENCE);
            }
        }
    }

    private static Seed randomSeed() {
        byte[] bytes = new byte[Seed.LENGTH];
        RANDOM.nextBytes(bytes);
        return Seed.of(bytes);
    }

    private static void assertConserved(CashuWallet wallet) {
        assertThat(verify(wallet).conserved()).isTrue();
        assertThat(verify(wallet).differences()).isEmpty();
    }

    /** No two different requests share an output; a request that is repeated is repeated to the byte. */
    private void assertOutputsUsedOnce() {
        Set<String> used = new HashSet<>();
        for (String path : List.of("/v1/swap", "/v1/mint/bolt11")) {
            Set<String> bodies = new HashSet<>();
            mint.bodies(path).forEach(body -> bodies.add(new String(body, StandardCharsets.UTF_8)));
            for (String body : bodies) {
                Matcher outputs = BLINDED.matcher(body);
                while (outputs.find()) {
                    assertThat(used.add(outputs.group(1)))
                            .as("an output of two requests")
                            .isTrue();
                }
            }
        }
    }
}
