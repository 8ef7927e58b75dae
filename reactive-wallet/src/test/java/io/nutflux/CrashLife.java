package io.nutflux;

import static io.nutflux.WalletHarness.PATIENCE;
import static io.nutflux.WalletHarness.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.CrashEverywhere.MintFault;
import io.nutflux.crypto.Seed;
import io.nutflux.error.StoreException;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.Verification;
import io.nutflux.model.WalletId;
import io.nutflux.store.FaultyStore;
import io.nutflux.store.Lifeline;
import io.nutflux.store.Lifeline.Point;
import io.nutflux.store.Lifeline.Step;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.Faults;
import io.nutflux.testmint.TestMint;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** A wallet's life with a mint of its own: use, death, revival, perhaps another death and revival. */
final class CrashLife implements AutoCloseable {

    private static final Pattern BLINDED = Pattern.compile("\"B_\":\"([0-9a-f]{66})\"");

    /** Longer than a lease, so that what the dead leave is due in the next life. */
    private static final Duration BETWEEN_LIVES = Duration.ofMinutes(1);

    /** No second look at the store: the one that dies in use does not begin to recover itself. */
    private static final RecoveryOptions NO_RECOVERY = new RecoveryOptions(
            Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofMillis(10), Duration.ofMillis(10), 16);

    private static final RecoveryOptions QUICK_RECOVERY = new RecoveryOptions(
            Duration.ofSeconds(30), Duration.ofMillis(20), Duration.ofMillis(10), Duration.ofMillis(50), 16);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final TestMint mint = TestMint.builder()
            .feePpk(100)
            .denominations(1, 2, 4, 8, 16, 32, 64, 128)
            .noCachedResponses()
            .recordBodies(1_000)
            .start();
    private final WalletStore store;
    private final WalletId id = new WalletId("life-" + RANDOM.nextLong(Long.MAX_VALUE));
    private final Seed seed = randomSeed();
    private final CrashScenario scenario;
    private final MintFault fault;
    private final WalletOptions options = WalletHarness.options(MintUrl.of(mint.url()));
    private Duration passed = Duration.ZERO;
    private List<Step> steps = List.of();
    private List<Step> revival = List.of();
    private int deaths;

    CrashLife(WalletStore store, Function<TestMint, CrashScenario> scenarios, MintFault fault) {
        this.store = store;
        this.scenario = scenarios.apply(mint);
        this.fault = fault;
    }

    /** The steps of the use. */
    List<Step> steps() {
        return steps;
    }

    /** The steps of the first revival. */
    List<Step> revival() {
        return revival;
    }

    /** How many of the points to die at were reached. */
    int deaths() {
        return deaths;
    }

    /** Dies at {@code first} in its use and, if that is said, at {@code second} in its revival. */
    void run(@Nullable Point first, @Nullable Point second) {
        if (scenario.hasPast()) {
            live(Lifeline.endless(), NO_RECOVERY, scenario::given);
        }
        Lifeline use = Lifeline.until(first);
        live(use, NO_RECOVERY, wallet -> {
            scenario.plan();
            fault.plan(mint);
            follow(scenario.act(wallet, use), use);
        });
        steps = use.steps();
        Lifeline recovering = Lifeline.until(second);
        live(recovering, QUICK_RECOVERY, wallet -> {
            follow(scenario.resume(wallet, recovering), recovering);
            settleAll(wallet, recovering);
            revival = recovering.steps();
            if (second == null) {
                check(wallet);
            }
        });
        if (second != null) {
            Lifeline last = Lifeline.endless();
            live(last, QUICK_RECOVERY, wallet -> {
                settleAll(wallet, last);
                check(wallet);
            });
        }
        assertOutputsUsedOnce();
        deaths = (use.isReached() ? 1 : 0) + (recovering.isReached() ? 1 : 0);
    }

    /** Until it ends, or the process does; what goes wrong in between is for recovery. */
    private static void follow(Publisher<?> use, Lifeline life) {
        Flux.from(use).takeUntilOther(life.death()).onErrorComplete().blockLast(PATIENCE);
    }

    private static void settleAll(CashuWallet wallet, Lifeline life) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> life.isDead()
                        || (isEmpty(wallet.inbox())
                                && Boolean.FALSE.equals(wallet.pending()
                                        .hasElements()
                                        .onErrorReturn(true)
                                        .block(PATIENCE))));
    }

    private static boolean isEmpty(Inbox inbox) {
        return Boolean.TRUE.equals(inbox.counts()
                .map(counts -> counts.waiting() == 0)
                .onErrorReturn(false)
                .block(PATIENCE));
    }

    private void check(CashuWallet revived) {
        assertConserved(revived);
        scenario.check(revived);
        BigInteger gone = BigInteger.ZERO;
        for (String token : scenario.sent()) {
            gone = gone.add(redeemedElsewhere(token));
        }
        assertConserved(revived);
        if (!scenario.sent().isEmpty()) {
            assertThat(CrashScenario.pending(revived)).isZero();
        }
        assertThat(CrashScenario.held(revived).add(gone))
                .as("what both wallets hold")
                .isEqualTo(mint.outstanding().subtract(scenario.worthless()));
    }

    private static void assertConserved(CashuWallet wallet) {
        Verification verification = verify(wallet);
        assertThat(verification.conserved()).as("conserved").isTrue();
        assertThat(verification.differences()).isEmpty();
    }

    /** What somebody else gets for a token that was handed out. */
    private BigInteger redeemedElsewhere(String token) {
        AtomicReference<BigInteger> got = new AtomicReference<>(BigInteger.ZERO);
        WalletStore theirs = FaultyStore.on(WalletStore.inMemory()).store();
        live(theirs, randomSeed(), QUICK_RECOVERY, other -> {
            assertThat(WalletHarness.redeem(other, "taken", token)).isInstanceOf(RedeemResult.Redeemed.class);
            got.set(CrashScenario.held(other));
        });
        return got.get();
    }

    private void live(Lifeline life, RecoveryOptions recovery, Consumer<CashuWallet> use) {
        mint.faults().gate(gate(life));
        try {
            live(FaultyStore.on(store, life).store(), seed, recovery, wallet -> {
                use.accept(wallet);
                life.die();
            });
        } catch (StoreException e) {
            // It may die as early as in the opening of the wallet.
            if (!life.isReached()) {
                throw e;
            }
        }
        life.awaitCommands(PATIENCE);
        mint.faults().calm();
        passed = passed.plus(BETWEEN_LIVES);
    }

    private static Faults.Gate gate(Lifeline life) {
        return path -> switch (life.take(path)) {
            case LIVES -> null;
            case FAILS -> Fault.dropBefore();
            case FAILS_ONCE_DONE -> Fault.dropAfter();
        };
    }

    private void live(WalletStore on, Seed with, RecoveryOptions recovery, Consumer<CashuWallet> use) {
        CashuWallet wallet = Objects.requireNonNull(CashuWallet.builder()
                .store(on)
                .seed(with)
                .walletId(id)
                .options(options.withRecovery(recovery))
                .clock(Clock.offset(Clock.systemUTC(), passed))
                .open()
                .block(PATIENCE));
        try {
            use.accept(wallet);
        } finally {
            wallet.close(Duration.ZERO).block(PATIENCE);
        }
    }

    private static Seed randomSeed() {
        byte[] bytes = new byte[Seed.LENGTH];
        RANDOM.nextBytes(bytes);
        return Seed.of(bytes);
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

    @Override
    public void close() {
        mint.close();
    }
}
