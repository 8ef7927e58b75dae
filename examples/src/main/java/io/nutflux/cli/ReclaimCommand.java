package io.nutflux.cli;

import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.RedeemResult;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reclaim}: takes back what was handed out and nobody redeemed. */
@Command(
        name = "reclaim",
        mixinStandardHelpOptions = true,
        description = "Takes back a token that was handed out and nobody redeemed; its text is worth nothing then.")
final class ReclaimCommand implements Callable<Integer> {

    private final Cli cli;

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** One of the three. */
    static final class What {

        @Parameters(paramLabel = "TOKEN", description = "The token, or - to read it from the standard input.")
        private @Nullable String text;

        @Option(
                names = "--operation",
                paramLabel = "ID",
                description = "The send whose token is lost, as in history; not of one that was of proofs at hand.")
        private @Nullable String operation;

        @Option(
                names = "--all",
                paramLabel = "URL",
                description = "All that was handed out at this mint, also what somebody may still mean to redeem.")
        private @Nullable MintUrl all;
    }

    ReclaimCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        OperationId operation = what.operation == null ? null : operation(what.operation);
        try (Session session = Session.open(cli)) {
            BatchReport report = new BatchReport(cli, new Progress(cli.console(), null));
            List<RedeemResult> results = cli.awaitOne(
                    what.all != null
                            ? session.wallet().reclaimAll(cli.checked(what.all)).collectList()
                            : (operation != null
                                            ? session.wallet().reclaim(operation)
                                            : session.wallet()
                                                    .reclaim(
                                                            TokenArgument.read(cli, Objects.requireNonNull(what.text))))
                                    .map(List::of));
            int line = 0;
            for (RedeemResult result : results) {
                report.outcome(Outcome.of(result, ++line));
            }
            return report.end();
        }
    }

    private static OperationId operation(String text) {
        try {
            return new OperationId(text);
        } catch (IllegalArgumentException e) {
            throw CliException.usage("an operation has 32 hex characters, as history shows it");
        }
    }
}
