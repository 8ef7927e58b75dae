package io.nutflux.perf.run;

import io.nutflux.crypto.Randomness;
import io.nutflux.crypto.Seed;
import io.nutflux.model.Hex;
import io.nutflux.store.WalletStore;
import io.nutflux.testmint.TestMint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Fills a store with spent proofs, and measures how soon a new process on it has redeemed a token. */
public final class Restarter {

    private static final Duration PATIENCE = Duration.ofMinutes(60);

    private final TestMint mint;
    private final StoreKind kind;
    private final String seed;

    public Restarter(TestMint mint, StoreKind kind) {
        this.mint = mint;
        this.kind = kind;
        byte[] bytes = new byte[Seed.LENGTH];
        Randomness.secure().fill(bytes);
        this.seed = Hex.encode(bytes);
    }

    /**
     * One restart.
     *
     * @param processSeconds from the start of the process to the first token redeemed, the JVM's own start included
     * @param openingSeconds from the opening of the store to the same
     * @param cpuSeconds of the process until then
     */
    public record Figures(String store, long spent, double processSeconds, double openingSeconds, double cpuSeconds) {
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("store", store);
            fields.put("spent", spent);
            fields.put("processSeconds", processSeconds);
            fields.put("openingSeconds", openingSeconds);
            fields.put("cpuSeconds", cpuSeconds);
            return fields;
        }
    }

    /** Fills the store with {@code spent} proofs, then restarts as often as said. */
    public List<Figures> run(long spent, int restarts) {
        Path directory = newDirectory();
        try {
            String place = kind.place(directory);
            // The first one makes the wallet known to the store, and the mint to the wallet.
            restart(place, 0);
            WalletStore store = Objects.requireNonNull(kind.openAt(place).block(PATIENCE));
            long added =
                    Objects.requireNonNull(new SpentProofs(store).add(spent).block(PATIENCE));
            store.close().block(PATIENCE);
            List<Figures> figures = new ArrayList<>();
            for (int i = 0; i < restarts; i++) {
                figures.add(restart(place, added));
            }
            return figures;
        } finally {
            StoreKind.delete(directory);
        }
    }

    private Figures restart(String place, long spent) {
        String token = mint.tokens(1, 8, 4, 2).get(0);
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.contains("FlightRecording"))
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Restarted.class.getName(),
                kind.name(),
                place,
                mint.url(),
                seed,
                token));
        try {
            long begun = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String told = lines.readLine();
                double seconds = (System.nanoTime() - begun) / 1e9;
                int status = process.waitFor();
                if (told == null || status != 0) {
                    throw new IllegalStateException("the process that was started ended with status " + status);
                }
                int between = told.indexOf(' ');
                return new Figures(
                        kind.name().toLowerCase(Locale.ROOT),
                        spent,
                        seconds,
                        Double.parseDouble(told.substring(0, between)),
                        Double.parseDouble(told.substring(between + 1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("nutflux-perf-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
