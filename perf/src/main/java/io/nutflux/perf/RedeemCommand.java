package io.nutflux.perf;

import io.nutflux.flow.RedeemOptions;
import io.nutflux.model.MintUrl;
import io.nutflux.perf.generate.InProcessTokens;
import io.nutflux.perf.run.RedeemPlan;
import io.nutflux.perf.run.Redeemer;
import io.nutflux.perf.run.RunFigures;
import io.nutflux.perf.run.StoreKind;
import io.nutflux.testmint.TestMint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nutflux-perf redeem}. */
@Command(
        name = "redeem",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Redeems tokens and prints what that took, one run for each N.",
            "Each run takes the next tokens of the file, in a new wallet on an empty store."
        })
final class RedeemCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--mint", paramLabel = "URL", description = "The mint that the tokens are of.")
    private @Nullable String mint;

    @Option(names = "--tokens", paramLabel = "FILE", description = "Tokens, one a line; see `generate`.")
    private @Nullable Path tokens;

    @Option(
            names = "--in-process",
            description = "Start a mint in this process and make its tokens. Its threads are taken off the figures.")
    private boolean inProcess;

    @Option(names = "--fee-ppk", description = "Input fee of the in-process mint (default: ${DEFAULT-VALUE}).")
    private long feePpk = 100;

    @Option(
            names = "--n",
            split = ",",
            paramLabel = "N",
            description = "How many tokens to redeem, one run each (default: 200,2000,20000).")
    private List<Integer> sizes = List.of(200, 2_000, 20_000);

    @Option(
            names = "--warm-up",
            paramLabel = "W",
            description = "Tokens redeemed in a wallet of their own before the first run, not measured, so that the JVM"
                    + " has compiled what runs often (default: ${DEFAULT-VALUE}).")
    private int warmUp = 200;

    @Option(names = "--skip", paramLabel = "S", description = "Leave out the first S tokens of the file.")
    private long skip;

    @Option(
            names = "--dleq",
            paramLabel = "MODE",
            description = "swap: left to the mint; present: verified where there is one; required: verified, and none"
                    + " may be missing (default: ${DEFAULT-VALUE}).")
    private RedeemPlan.Dleq dleq = RedeemPlan.Dleq.SWAP;

    @Option(
            names = "--store",
            paramLabel = "KIND",
            description = "memory, sqlite, or postgres on a server of its own (default: ${DEFAULT-VALUE}).")
    private StoreKind store = StoreKind.SQLITE;

    @Option(names = "--concurrency", paramLabel = "C", description = "Swaps at a time (default: ${DEFAULT-VALUE}).")
    private int concurrency = RedeemOptions.DEFAULT_CONCURRENT_SWAPS;

    @Option(
            names = "--in-flight",
            paramLabel = "T",
            description = "Most tokens between being taken and having a result (default: ${DEFAULT-VALUE}).")
    private int inFlight = RedeemOptions.DEFAULT_MAX_TOKENS_IN_FLIGHT;

    @Option(
            names = "--max-inputs",
            paramLabel = "I",
            description = "Most proofs of a swap (default: ${DEFAULT-VALUE}).")
    private int maxInputs = RedeemOptions.DEFAULT_MAX_INPUTS_PER_SWAP;

    @Option(names = "--mint-pid", paramLabel = "PID", description = "The mint's process, to tell its CPU too.")
    private long mintPid;

    @Option(names = "--threads", description = "Also print the CPU time of each group of threads, on Linux.")
    private boolean threads;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (!inProcess) {
            if (mint == null || tokens == null) {
                throw new ParameterException(spec.commandLine(), "either --in-process, or --mint and --tokens");
            }
            return redeem(mint, tokens);
        }
        Path file = Files.createTempFile("nutflux-perf-", ".tokens");
        try (TestMint testMint = TestMint.builder().feePpk(feePpk).start()) {
            int count = warmUp + sizes.stream().mapToInt(Integer::intValue).sum();
            System.err.println("making " + count + " tokens");
            InProcessTokens.write(testMint, count, file);
            return redeem(testMint.url(), file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private int redeem(String url, Path file) {
        Redeemer redeemer = new Redeemer(
                new RedeemPlan(MintUrl.of(url), file, dleq, store, inFlight, concurrency, maxInputs, mintPid));
        Output output = new Output(System.out, json);
        long first = skip;
        if (warmUp > 0) {
            System.err.println("warming up with " + warmUp + " tokens");
            redeemer.redeem(first, warmUp);
            first += warmUp;
        }
        boolean complete = true;
        for (int n : sizes) {
            RunFigures figures = redeemer.redeem(first, n);
            output.print(figures.fields());
            if (threads) {
                System.err.print(figures.threads());
            }
            complete &= figures.complete();
            first += n;
        }
        return complete ? 0 : 1;
    }
}
