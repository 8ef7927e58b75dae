package io.nutflux.perf.run;

import io.nutflux.CashuWallet;
import io.nutflux.WalletOptions;
import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.Seed;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.flow.RecoveryOptions;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.Verification;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.TestMint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Leaves operations unfinished in a store, and measures how long a wallet that is opened on it takes to settle them. */
public final class Recoverer {

    private static final Duration SETUP_PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int AT_A_TIME = 64;
    private static final long[] PROOFS = {8, 4, 2};

    private final TestMint mint;
    private final StoreKind kind;
    private final Seed seed;

    public Recoverer(TestMint mint, StoreKind kind) {
        this.mint = mint;
        this.kind = kind;
        byte[] bytes = new byte[Seed.LENGTH];
        Randomness.secure().fill(bytes);
        this.seed = Seed.of(bytes);
    }

    /** What was seen. {@code complete}: nothing is unfinished, the books balance, and no mint says otherwise. */
    public record Figures(int operations, double seconds, boolean complete, String store) {
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("operations", operations);
            fields.put("store", store);
            fields.put("seconds", seconds);
            fields.put("complete", complete);
            return fields;
        }
    }

    public Figures run(int operations) {
        Path directory = newDirectory();
        CrashedStore memory = new CrashedStore(WalletStore.inMemory());
        try {
            String place = kind.place(directory);
            leave(operations, place, memory);
            long begun = System.nanoTime();
            CashuWallet wallet = open(reopened(place, memory), options -> options);
            try {
                Mono.defer(() -> wallet.pending().count())
                        .filter(count -> count == 0)
                        .repeatWhenEmpty(Integer.MAX_VALUE, looks -> looks.delayElements(LOOK))
                        .block(SETUP_PATIENCE);
                double seconds = (System.nanoTime() - begun) / 1e9;
                Verification verification =
                        Objects.requireNonNull(wallet.verify().block(SETUP_PATIENCE));
                boolean complete = verification.conserved()
                        && verification.differences().isEmpty()
                        && mint.outstanding().equals(spendable(wallet));
                return new Figures(operations, seconds, complete, kind.name().toLowerCase(Locale.ROOT));
            } finally {
                close(wallet);
            }
        } finally {
            StoreKind.delete(directory);
        }
    }

    /** A wallet that redeems token by token, and loses each operation in one of three steps. */
    private void leave(int operations, String place, CrashedStore memory) {
        WalletStore beneath = kind == StoreKind.MEMORY
                ? memory.view()
                : Objects.requireNonNull(kind.openAt(place).block(SETUP_PATIENCE));
        CashuWallet wallet = open(
                new CrashingStore(beneath).view(),
                options -> options.withRedeem(redeem -> redeem.maxInputsPerSwap(PROOFS.length)
                                .concurrentSwaps(AT_A_TIME)
                                .linger(Duration.ofMillis(1)))
                        .withRecovery(new RecoveryOptions(
                                Duration.ofMillis(3),
                                Duration.ofHours(1),
                                Duration.ofHours(1),
                                Duration.ofHours(1),
                                1)));
        List<String> tokens = mint.tokens(operations, PROOFS);
        Flux.range(0, operations)
                .flatMap(
                        i -> wallet.redeem(new RedeemRequest("token-" + i, tokens.get(i)))
                                .onErrorResume(e -> Mono.empty()),
                        AT_A_TIME)
                .blockLast(SETUP_PATIENCE);
        long left = Objects.requireNonNull(wallet.pending().count().block(SETUP_PATIENCE));
        if (left != operations) {
            throw new IllegalStateException("the crash left " + left + " operations, not " + operations);
        }
        close(wallet);
    }

    private WalletStore reopened(String place, CrashedStore memory) {
        return kind == StoreKind.MEMORY
                ? memory.view()
                : Objects.requireNonNull(kind.openAt(place).block(SETUP_PATIENCE));
    }

    private CashuWallet open(WalletStore store, UnaryOperator<WalletOptions> change) {
        WalletOptions options = WalletOptions.defaults()
                .withRedeem(redeem -> redeem.policy(AdmissionPolicy.of(MintUrl.of(mint.url()))));
        return Objects.requireNonNull(CashuWallet.builder()
                .store(store)
                .seed(seed)
                .options(change.apply(options))
                .open()
                .block(SETUP_PATIENCE));
    }

    private static BigInteger spendable(CashuWallet wallet) {
        return Objects.requireNonNull(wallet.balances()
                .map(balance -> balance.spendable())
                .reduce(BigInteger.ZERO, BigInteger::add)
                .block(SETUP_PATIENCE));
    }

    private static void close(CashuWallet wallet) {
        wallet.close(Duration.ofSeconds(1)).block(SETUP_PATIENCE);
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("nutflux-perf-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
