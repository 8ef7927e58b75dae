package io.nutflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nutflux.crypto.Seed;
import io.nutflux.testmint.Fault;
import io.nutflux.testmint.TestMint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Three processes on one store redeem one stream of tokens from the inbox. One after the other is killed and started again,
 * and the mint loses one answer in twenty once it has acted. Then each token has one outcome, told once, and wallet and
 * mint agree on every sat.
 */
final class ReplicaRun implements AutoCloseable {

    private static final int REPLICAS = 3;
    private static final int CHUNK = 20;
    private static final double LOST = 0.05;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestMint mint = TestMint.builder()
            .feePpk(100)
            .denominations(1, 2, 4, 8, 16, 32, 64, 128)
            .noCachedResponses()
            .start();
    private final String store;
    private final Path directory;
    private final Random random;
    private final String seedHex;
    private final TokenMix tokens = new TokenMix(mint);
    private final ChildProcess[] replicas = new ChildProcess[REPLICAS];
    private final ExecutorService readers = Executors.newCachedThreadPool();
    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private final Map<String, String> decided = new ConcurrentHashMap<>();
    private final Map<String, String> outcomes = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private ChildProcess spare;
    private int files;
    private int kills;
    private volatile @Nullable String books;

    ReplicaRun(String store, Path directory, long seed) throws IOException {
        this.store = store;
        this.directory = directory;
        this.random = new Random(seed);
        byte[] walletSeed = new byte[Seed.LENGTH];
        random.nextBytes(walletSeed);
        this.seedHex = HexFormat.of().formatHex(walletSeed);
        this.spare = process();
        mint.faults().randomly(seed, LOST, Fault.dropAfter());
    }

    private ChildProcess process() throws IOException {
        return ChildProcess.start(ReplicaMain.class, store, mint.url(), seedHex);
    }

    /** Puts a spare process, which has its classes loaded already, in this place. */
    private void open(int place) throws IOException {
        ChildProcess replica = spare;
        replicas[place] = replica;
        spare = process();
        replica.begin("open");
        readers.execute(() -> {
            try {
                replica.hear(this::hear);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Redeems so many tokens, and kills so often on the way. */
    void run(int total, int times) throws IOException {
        for (int place = 0; place < REPLICAS; place++) {
            open(place);
        }
        for (int part = 1; part <= times; part++) {
            tokens.add(total / (times + 1));
            accept();
            awaitDecided(tokens.size() * part / (part + 1));
            kill(random.nextInt(REPLICAS));
        }
        tokens.add(total - tokens.size());
        awaitStored();
        awaitDecided(tokens.size() * 9 / 10);
        finish();
        assertThat(wrong).isEmpty();
        tokens.keys().forEach(key -> assertThat(outcomes.get(key)).as(key).startsWith(tokens.expected(key)));
        decided.forEach((key, outcome) -> assertThat(outcomes.get(key)).as(key).isEqualTo(outcome));
        assertThat(books).isEqualTo("true 0 0 " + mint.outstanding().subtract(tokens.worthless()));
        assertThat(mint.outstanding().subtract(tokens.worthless())).isGreaterThan(BigInteger.TEN);
        assertThat(mint.faults().fired("dropAfter")).as("answers lost").isPositive();
    }

    /** Brings what no replica is known to have stored, in parts, each to any replica: some will have been stored before. */
    private void accept() throws IOException {
        List<String> missing = new ArrayList<>(tokens.keys());
        missing.removeAll(stored);
        for (int from = 0; from < missing.size(); from += CHUNK) {
            Path file = file(missing.subList(from, Math.min(missing.size(), from + CHUNK)));
            replicas[random.nextInt(REPLICAS)].say("accept " + file);
        }
    }

    private Path file(List<String> keys) throws IOException {
        return Files.write(directory.resolve("tokens-" + files++), tokens.lines(keys));
    }

    private void awaitStored() throws IOException {
        while (stored.size() < tokens.size()) {
            accept();
            int before = stored.size();
            await().atMost(LONG)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> stored.size() == tokens.size() || stored.size() > before || !wrong.isEmpty());
            assertThat(wrong).isEmpty();
        }
    }

    private void awaitDecided(int least) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(5))
                .until(() ->
                        (decided.size() >= Math.min(least, stored.size()) && decided.size() > 0) || !wrong.isEmpty());
        assertThat(wrong).isEmpty();
    }

    private void kill(int place) throws IOException {
        replicas[place].kill();
        kills++;
        open(place);
    }

    /** The others leave in order; the last one waits until all is done, and tells. */
    private void finish() throws IOException {
        for (int place = 1; place < REPLICAS; place++) {
            replicas[place].endInput();
        }
        replicas[0].say("finish " + file(tokens.keys()));
        await().atMost(LONG).until(() -> books != null || !wrong.isEmpty());
        replicas[0].endInput();
    }

    private void hear(String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "stored" -> stored.add(words[1]);
            case "decided" -> {
                if (decided.put(words[1], words[2]) != null) {
                    wrong.add("decided twice: " + line);
                }
            }
            case "outcome" -> outcomes.put(words[1], words[2]);
            case "books" -> books = words[1] + " " + words[2];
            default -> wrong.add(line);
        }
    }

    @Override
    public String toString() {
        return REPLICAS + " replicas, " + tokens.size() + " tokens, " + kills + " kills, "
                + mint.faults().fired("dropAfter") + " answers lost, one outcome each, conserved";
    }

    @Override
    public void close() throws IOException {
        spare.close();
        for (ChildProcess replica : replicas) {
            if (replica != null) {
                replica.close();
            }
        }
        readers.shutdownNow();
        mint.close();
    }
}
