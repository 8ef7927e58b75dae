package io.nutflux.perf;

import io.nutflux.model.MintUrl;
import io.nutflux.perf.generate.Amounts;
import io.nutflux.perf.generate.TokenGenerator;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nutflux-perf generate}. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes V4 tokens with DLEQ proofs at a mint that pays its invoices by itself, and writes them to a file, one a"
                    + " line.",
            "Unit sat. The file is money of that mint."
        })
final class GenerateCommand implements Callable<Integer> {

    @Option(names = "--mint", required = true, paramLabel = "URL", description = "The mint.")
    private String mint = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file to write.")
    private Path out = Path.of("");

    @Option(names = "--count", required = true, paramLabel = "N", description = "How many tokens.")
    private int count;

    @Option(
            names = "--amounts",
            paramLabel = "LIST",
            description = "Amounts of a token's proofs, as 1,2,4 or 8x16 (default: 1,2,4,8,16,32,64,128).")
    private Amounts amounts = Amounts.DEFAULT;

    @Option(
            names = "--max-outputs",
            paramLabel = "O",
            description = "Outputs of one mint request (default: ${DEFAULT-VALUE}).")
    private int maxOutputs = 1_000;

    @Option(
            names = "--in-flight",
            paramLabel = "R",
            description = "Mint requests at a time (default: ${DEFAULT-VALUE}).")
    private int inFlight = 2;

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        int written = 0;
        try (TokenGenerator generator = new TokenGenerator(MintUrl.of(mint), amounts, maxOutputs, inFlight);
                BufferedWriter writer = Files.newBufferedWriter(out)) {
            for (List<String> tokens : generator.generate(count).toIterable(2)) {
                for (String token : tokens) {
                    writer.write(token);
                    writer.newLine();
                }
                written += tokens.size();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.err.printf(Locale.ROOT, "%d tokens in %.1f s, %.0f a second%n", written, seconds, written / seconds);
        return written == count ? 0 : 1;
    }
}
