package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.crypto.Seed;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Kills a process that redeems tokens, again and again, and starts the next on the same store, until every token has its
 * outcome. Then each outcome must be the first that was told, and no value lost.
 */
final class KillRun implements AutoCloseable {

    /** Tokens without an outcome at the start of a round: more than a process gets done before it is killed. */
    private static final int UNTOLD = 48;

    private static final int MAX_ROUNDS = 5;

    private final TestMint mint = TestMint.builder()
            .feePpk(100)
            .denominations(1, 2, 4, 8, 16, 32, 64, 128)
            .start();
    private final String store;
    private final Path file;
    private final Random random;
    private final String seedHex;
    private final TokenMix tokens = new TokenMix(mint);
    private final Set<String> left = new HashSet<>();
    private final Map<String, String> told = new LinkedHashMap<>();
    private ChildProcess next;
    private int kills;
    private int unfinished;
    private boolean leftNow;
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

    private ChildProcess process() throws IOException {
        return ChildProcess.start(RedeemingMain.class, store, mint.url(), seedHex);
    }

    /** Kills that often, then lets processes finish, and looks at the books. */
    void run(int times) throws IOException {
        while (kills < times) {
            tokens.add(Math.max(1, UNTOLD - (tokens.size() - told.size())));
            round(true);
        }
        // What recovery is at work on when its token comes again is told the time after.
        for (int rounds = 0; told.size() < tokens.size() && rounds < MAX_ROUNDS; rounds++) {
            round(false);
        }
        tokens.keys().forEach(key -> assertThat(told.get(key)).as(key).startsWith(tokens.expected(key)));
        // All of them once more, of a process that knows of them from its store alone.
        Map<String, String> first = Map.copyOf(told);
        told.clear();
        round(false);
        tokens.keys().forEach(key -> assertThat(told.get(key)).as(key).isEqualTo(first.get(key)));
        assertThat(mint.outstanding().subtract(tokens.worthless())).isGreaterThan(BigInteger.TEN);
        assertThat(books).isEqualTo("true 0 0 " + mint.outstanding().subtract(tokens.worthless()));
    }

    private void round(boolean kill) throws IOException {
        // Some are presented again although their outcome was told.
        Predicate<String> presented = key -> !told.containsKey(key) || random.nextInt(20) == 0;
        Files.write(file, tokens.lines(tokens.keys().stream().filter(presented).toList()));
        leftNow = false;
        try (ChildProcess process = next) {
            next = process();
            if (kill) {
                plan(process);
            }
            process.begin(file.toString());
            process.hear(this::hear);
            mint.faults().calm();
            unfinished += leftNow ? 1 : 0;
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
    private void plan(ChildProcess process) {
        boolean any = random.nextInt(4) == 0;
        int at = 1 + random.nextInt(any ? 24 : 12);
        int how = random.nextInt(4);
        int later = 1 + random.nextInt(15);
        AtomicInteger requests = new AtomicInteger();
        mint.faults()
                .gate(path -> (any || path.equals("/v1/swap")) && requests.incrementAndGet() == at
                        ? kill(process, how, later)
                        : null);
    }

    private static @Nullable Fault kill(ChildProcess process, int how, int later) {
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
                leftNow = true;
                left.add(rest);
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
        return kills + " kills, " + unfinished + " of them with operations under way (" + left.size() + " operations), "
                + tokens.size() + " tokens, conserved";
    }

    @Override
    public void close() throws IOException {
        next.close();
        mint.close();
    }
}
