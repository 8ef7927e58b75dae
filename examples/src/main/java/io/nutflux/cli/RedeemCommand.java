package io.nutflux.cli;

import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.flow.RedeemOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code redeem}: many tokens, each with its own answer, in the order in which their mints give them. */
@Command(
        name = "redeem",
        mixinStandardHelpOptions = true,
        description = {
            "Redeems many tokens, a line each: key<TAB>token, or a token alone.",
            "Blank lines and lines that begin with # are skipped. The same key or the same token again gives its first"
                    + " outcome, also in a later run."
        })
final class RedeemCommand implements Callable<Integer> {

    private final Cli cli;

    @Parameters(paramLabel = "FILE", description = "The tokens, or - for the standard input.")
    private String file = "";

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Most swaps at one mint at a time (default: ${DEFAULT-VALUE}).")
    private int concurrency = RedeemOptions.DEFAULT_CONCURRENT_SWAPS;

    @Mixin
    private final PolicyOptions policyOptions = new PolicyOptions();

    RedeemCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        if (concurrency < 1) {
            throw CliException.usage("--concurrency is at least 1");
        }
        if (!policyOptions.nameMints()) {
            throw CliException.usage("say whose tokens to take: --mint URL for each mint you trust, or --any-mint");
        }
        AdmissionPolicy policy = policyOptions.policy(cli);
        try (InputStream in = open();
                Session session = Session.openOrCreate(
                        cli, options -> options.policy(policy).concurrentSwaps(concurrency))) {
            Progress progress = new Progress(cli.console(), size());
            BatchReport report = new BatchReport(cli, progress);
            Redeeming redeeming =
                    new Redeeming(session.wallet(), report::outcome, line -> progress.done(line.bytesRead()));
            try {
                cli.await(redeeming.of(in));
            } catch (InterruptedRunException e) {
                report.endWithSummary();
                throw e;
            }
            return report.endWithSummary();
        } catch (IOException e) {
            throw CliException.usage("cannot read " + file);
        }
    }

    private InputStream open() throws IOException {
        return file.equals("-") ? cli.environment().in() : Files.newInputStream(Path.of(file));
    }

    private @Nullable Long size() throws IOException {
        Path path = Path.of(file);
        return !file.equals("-") && Files.isRegularFile(path) ? Files.size(path) : null;
    }
}
