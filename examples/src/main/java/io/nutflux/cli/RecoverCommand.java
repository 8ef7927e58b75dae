package io.nutflux.cli;

import io.nutflux.CashuWallet;
import io.nutflux.model.OperationId;
import io.nutflux.model.RecoveryReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

/** {@code recover}: works on what is unfinished, now. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = "Settles unfinished operations where their mints can tell what became of them.")
final class RecoverCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int PASSES = 40;

    private final Cli cli;

    RecoverCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(cli)) {
            Listing listing = new Listing(
                    cli.console(), cli.json(), "operation", "kind", "state", "amount", "unit", "mint", "why");
            Map<OperationId, RecoveryReport> undecided = new LinkedHashMap<>();
            long open = pass(session.wallet(), listing, undecided);
            // The wallet recovers by itself too, and what it has in hand is not ours to report: look until that is
            // done.
            for (int again = 0; open > undecided.size() && again < PASSES; again++) {
                cli.await(Mono.delay(PAUSE));
                open = pass(session.wallet(), listing, undecided);
            }
            undecided.values().forEach(report -> add(listing, report));
            listing.end("Nothing is unfinished.");
            if (open > 0) {
                cli.console().note("Unfinished still: " + open + ". Run nutflux recover again in a while.");
            }
            return open > 0 ? ExitStatus.UNKNOWN : ExitStatus.DONE;
        }
    }

    /** Works on everything once, and tells how much is unfinished then; what was tried in vain is undecided. */
    private long pass(CashuWallet wallet, Listing listing, Map<OperationId, RecoveryReport> undecided) {
        undecided.clear();
        cli.await(wallet.recover()
                .doOnNext(report -> {
                    if (report.outcome() == RecoveryReport.Outcome.PENDING) {
                        undecided.put(report.operation().operation(), report);
                    } else {
                        add(listing, report);
                    }
                })
                .then());
        return cli.awaitOne(wallet.pending().count());
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
