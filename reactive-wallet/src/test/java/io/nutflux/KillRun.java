package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.crypto.Seed;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import io.nutflux.testmint.TestProof;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Kills a process that redeems tokens, again and again, and starts the next on the same store, until every token has its
 * outcome. Then each outcome must be the first that was told, and no value lost.
 */
final class KillRun implements AutoCloseable {

    private static final int FRESH = 24;
    private static final int MAX_ROUNDS = 5;
    private static final BigInteger WORTH = BigInteger.valueOf(10);

    private final TestMint mint = TestMint.builder()
            .feePpk(100)
            .denominations(1, 2, 4, 8, 16, 32, 64, 128)
            .start();
    private final String store;
    private final Path file;
    private final Random random;
    private final String seedHex;
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final Map<String, String> expected = new LinkedHashMap<>();
    private final Map<String, String> told = new LinkedHashMap<>();
    private BigInteger worthless = BigInteger.ZERO;
    private RedeemingProcess next;
    private int kills;
    private int unfinished;
    private int left;
    private @Nullable String books;

    KillRun(String store, Path directory, long seed) throws IOException {
        this.store = store;
        this.file = directory.resolve("tokens");
        this.random = new Random(seed);
        byte[] walletSeed = new byte[Seed.LENGTH];
        random.nextBytes(walletSeed);
        this.seedHex = HexFormat.of().formatHex(walletSeed);
        this.next = process();
    }

    private RedeemingProcess process() throws IOException {
        return RedeemingProcess.start(store, mint.url(), seedHex);
    }

    /** Kills that often, then lets processes finish, and looks at the books. */
    void run(int times) throws IOException {
        while (kills < times) {
            addTokens();
            round(true);
        }
        // What recovery is at work on when its token comes again is told the time after.
        for (int rounds = 0; told.size() < tokens.size() && rounds < MAX_ROUNDS; rounds++) {
            round(false);
        }
        tokens.keySet().forEach(key -> assertThat(told.get(key)).as(key).startsWith(expected.get(key)));
        // All of them once more, of a process that knows of them from its store alone.
        Map<String, String> first = Map.copyOf(told);
        told.clear();
        round(false);
        tokens.keySet().forEach(key -> assertThat(told.get(key)).as(key).isEqualTo(first.get(key)));
        assertThat(mint.outstanding().subtract(worthless)).isGreaterThan(WORTH);
        assertThat(books).isEqualTo("true 0 0 " + mint.outstanding().subtract(worthless));
    }

    /** Most of them good; a token in nine has a false signature, so that its swap is split, one in nine is spent. */
    private void addTokens() {
        for (int i = 0; i < FRESH; i++) {
            String key = "k" + tokens.size();
            List<TestProof> proofs = mint.issueProofs(8, 2);
            String outcome = "Redeemed";
            if (tokens.size() % 9 == 4) {
                proofs = proofs.stream()
                        .map(proof -> proof.withWrongSignature().withoutDleq())
                        .toList();
                worthless = worthless.add(WORTH);
                outcome = "Invalid";
            } else if (tokens.size() % 9 == 8) {
                mint.markSpent(proofs);
                outcome = "AlreadySpent";
            }
            tokens.put(key, mint.tokenV4(proofs));
            expected.put(key, outcome);
        }
    }

    private void round(boolean kill) throws IOException {
        List<String> lines = new ArrayList<>();
        tokens.forEach((key, token) -> {
            // Some are presented again although their outcome was told.
            if (!told.containsKey(key) || random.nextInt(20) == 0) {
                lines.add(key + "\t" + token);
            }
        });
        Files.write(file, lines);
        try (RedeemingProcess process = next) {
            next = process();
            if (kill) {
                plan(process);
            }
            process.work(file, this::hear);
            mint.faults().calm();
            if (process.wasKilled()) {
                kills++;
            } else {
                assertThat(process.exitValue())
                        .as("a process that was not killed")
                        .isZero();
            }
        }
    }

    /** Kills the process at one of its requests, one in four times at any, else at one that moves value. */
    private void plan(RedeemingProcess process) {
        boolean any = random.nextInt(4) == 0;
        int at = 1 + random.nextInt(any ? 12 : 6);
        int how = random.nextInt(4);
        int later = 1 + random.nextInt(15);
        AtomicInteger requests = new AtomicInteger();
        mint.faults()
                .gate(path -> (any || path.equals("/v1/swap")) && requests.incrementAndGet() == at
                        ? kill(process, how, later)
                        : null);
    }

    private static @Nullable Fault kill(RedeemingProcess process, int how, int later) {
        switch (how) {
            case 0 -> {
                return Fault.after(process::kill).named("killed once the mint has acted");
            }
            case 1 -> {
                return Fault.before(process::kill).named("killed, and the mint acts then");
            }
            case 2 -> {
                process.kill();
                return Fault.dropBefore().named("killed, and the request is lost");
            }
            default -> {
                CompletableFuture.delayedExecutor(later, TimeUnit.MILLISECONDS).execute(process::kill);
                return null;
            }
        }
    }

    private void hear(String line) {
        int space = line.indexOf(' ');
        String rest = line.substring(space + 1);
        switch (line.substring(0, space)) {
            case "left" -> {
                int found = Integer.parseInt(rest);
                unfinished += found > 0 ? 1 : 0;
                left += found;
            }
            case "books" -> books = rest;
            case "told" -> hearOutcome(rest.substring(0, rest.indexOf(' ')), rest.substring(rest.indexOf(' ') + 1));
            default -> throw new AssertionError(line);
        }
    }

    private void hearOutcome(String key, String outcome) {
        if (outcome.equals("Pending") || outcome.equals("Refused")) {
            return;
        }
        String first = told.putIfAbsent(key, outcome);
        assertThat(outcome).as("the outcome of %s", key).isEqualTo(first == null ? outcome : first);
    }

    /** How many of the killed left operations unfinished. */
    int unfinished() {
        return unfinished;
    }

    @Override
    public String toString() {
        return kills + " kills, " + unfinished + " of them with operations under way (" + left + " operations), "
                + tokens.size() + " tokens, conserved";
    }

    @Override
    public void close() throws IOException {
        next.close();
        mint.close();
    }
}
