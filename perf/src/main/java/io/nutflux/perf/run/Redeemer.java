package io.nutflux.perf.run;

import io.nutflux.CashuWallet;
import io.nutflux.WalletOptions;
import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.Seed;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import io.nutflux.store.SecretName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Redeems a stretch of a token file with a new wallet on an empty store, measured from the first token on. */
public final class Redeemer {

    private static final Duration SETUP_PATIENCE = Duration.ofSeconds(30);
    private static final SecretName ANY_SECRET = new SecretName("perf");
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(30);

    private final RedeemPlan plan;

    public Redeemer(RedeemPlan plan) {
        this.plan = plan;
    }

    /**
     * Redeems {@code n} tokens from the {@code first} on. The wallet is open, has its data key, which it makes once in its
     * life, and knows the mint's keysets before the clock starts.
     */
    public RunFigures redeem(long first, int n) {
        Path directory = newDirectory();
        CashuWallet wallet = open(directory);
        try {
            wallet.mintOverview(plan.mint()).block(SETUP_PATIENCE);
            return measure(wallet, first, n);
        } finally {
            wallet.close(CLOSE_GRACE).block(CLOSE_GRACE.multipliedBy(2));
            StoreKind.delete(directory);
        }
    }

    private RunFigures measure(CashuWallet wallet, long first, int n) {
        // The file is read off the wallet's threads, as a socket or a queue would be.
        Scheduler source = Schedulers.newSingle("perf-source", true);
        LatencyHistogram latencies = new LatencyHistogram();
        Tally tally = new Tally();
        Map<String, Long> takenAt = new ConcurrentHashMap<>();
        ThreadCpu before = ThreadCpu.now();
        try (Meter meter = Meter.start(plan.mintPid())) {
            Flux<RedeemRequest> requests = new TokenFile(plan.tokens())
                    .tokens(first, n)
                    .subscribeOn(source)
                    .index((index, token) -> new RedeemRequest("token-" + (first + index), token))
                    .doOnNext(request -> takenAt.put(request.key(), System.nanoTime()));
            wallet.redeem(requests)
                    .doOnNext(result -> {
                        Long taken = takenAt.remove(result.key());
                        latencies.record(
                                System.nanoTime() - Objects.requireNonNull(taken, "a result nobody asked for"));
                        tally.count(result);
                    })
                    .blockLast();
            long swaps = wallet.counts().swaps();
            Meter.Reading reading = meter.stop();
            String threads = ThreadCpu.now().since(before);
            return new RunFigures(plan, n, tally, reading, latencies, swaps, threads);
        } finally {
            source.dispose();
        }
    }

    private CashuWallet open(Path directory) {
        byte[] seed = new byte[Seed.LENGTH];
        Randomness.secure().fill(seed);
        CashuWallet wallet = plan.store()
                .open(directory)
                .flatMap(store -> store.putSecret(WalletId.DEFAULT, ANY_SECRET, new byte[1])
                        .thenReturn(store))
                .flatMap(store -> CashuWallet.builder()
                        .store(store)
                        .seed(Seed.of(seed))
                        .options(WalletOptions.defaults()
                                .withRedeem(builder -> plan.options().mutate()))
                        .open())
                .block(SETUP_PATIENCE);
        return Objects.requireNonNull(wallet);
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("nutflux-perf-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds up results. Results come one after another, so nothing here is shared. */
    static final class Tally {
        private long redeemed;
        private long amount;
        private long failed;
        private String firstFailure = "";

        void count(RedeemResult result) {
            if (result instanceof RedeemResult.Redeemed done) {
                redeemed++;
                amount += done.amount().toLongExact();
            } else {
                firstFailure = failed++ == 0 ? result.toString() : firstFailure;
            }
        }

        long redeemed() {
            return redeemed;
        }

        long amount() {
            return amount;
        }

        long failed() {
            return failed;
        }

        String firstFailure() {
            return firstFailure;
        }
    }
}
