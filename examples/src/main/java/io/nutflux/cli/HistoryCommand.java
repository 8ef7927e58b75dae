package io.nutflux.cli;

import io.nutflux.store.LedgerEntry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code history}: the ledger, newest first. */
@Command(name = "history", mixinStandardHelpOptions = true, description = "The ledger, newest first.")
final class HistoryCommand implements Callable<Integer> {

    private final Cli cli;

    @Option(names = "--limit", paramLabel = "N", description = "Most entries (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    HistoryCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw CliException.usage("--limit is at least 1");
        }
        try (Session session = Session.open(cli)) {
            Listing listing = new Listing(
                    cli.console(), cli.json(), "time", "kind", "amount", "fee", "unit", "mint", "operation");
            cli.await(session.wallet()
                    .history(limit)
                    .doOnNext(entry -> add(listing, entry))
                    .then());
            listing.end("Nothing has happened yet.");
        }
        return ExitStatus.DONE;
    }

    private static void add(Listing listing, LedgerEntry entry) {
        listing.add(
                JsonLine.of("time", entry.time())
                        .with("kind", entry.kind())
                        .with("mint", entry.mint())
                        .with("unit", entry.unit())
                        .with("amount", entry.amount())
                        .with("fee", entry.fee())
                        .with("operation", entry.operation()),
                entry.time(),
                entry.kind(),
                entry.amount(),
                entry.fee(),
                entry.unit(),
                entry.mint(),
                entry.operation());
    }
}
