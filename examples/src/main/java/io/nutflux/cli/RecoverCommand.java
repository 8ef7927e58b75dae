package io.nutflux.cli;

import io.nutflux.model.RecoveryReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code recover}: works on what is unfinished, now. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = "Settles unfinished operations where their mints can tell what became of them.")
final class RecoverCommand implements Callable<Integer> {

    private final Cli cli;

    RecoverCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(cli)) {
            Listing listing = new Listing(
                    cli.console(), cli.json(), "operation", "kind", "state", "amount", "unit", "mint", "why");
            cli.await(session.wallet()
                    .recover()
                    .doOnNext(report -> add(listing, report))
                    .then());
            long open = cli.awaitOne(session.wallet().pending().count());
            listing.end("Nothing is unfinished.");
            if (open > 0) {
                cli.console().note("Unfinished still: " + open + ". Run nutflux recover again in a while.");
            }
            return open > 0 ? ExitStatus.UNKNOWN : ExitStatus.DONE;
        }
    }

    private static void add(Listing listing, RecoveryReport report) {
        listing.add(
                Unfinished.json(report.operation(), report.outcome().name()).with("detail", report.detail()),
                report.operation().operation(),
                report.operation().kind(),
                report.outcome(),
                report.operation().amount(),
                report.operation().unit(),
                report.operation().mint(),
                report.detail());
    }
}
