package io.nutflux.cli;

import io.nutflux.CashuWallet;
import io.nutflux.store.LedgerEntry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;

/** {@code history}: the ledger, newest first; or all of it, oldest first, for other programs. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description = "The ledger, newest first; with --all or --csv the whole of it, oldest first.")
final class HistoryCommand implements Callable<Integer> {

    private static final int USUAL_LIMIT = 20;
    private static final List<String> COLUMNS =
            List.of("time", "kind", "mint", "unit", "amount", "fee", "operation", "by");

    private final Cli cli;

    @Option(names = "--limit", paramLabel = "N", description = "Most entries (default: " + USUAL_LIMIT + ").")
    private @Nullable Integer limit;

    @Option(names = "--all", description = "The whole ledger, oldest first.")
    private boolean all;

    @Option(names = "--csv", description = "The whole ledger, oldest first, as CSV (RFC 4180) with a line of names.")
    private boolean csv;

    HistoryCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        requireSense();
        try (Session session = Session.open(cli)) {
            if (csv) {
                printCsv(session.wallet());
            } else {
                list(session.wallet());
            }
        }
        return ExitStatus.DONE;
    }

    private void requireSense() {
        if (limit != null && limit < 1) {
            throw CliException.usage("--limit is at least 1");
        }
        if (limit != null && (all || csv)) {
            throw CliException.usage("--limit is for the newest entries; --all and --csv give the whole ledger");
        }
        if (csv && cli.json()) {
            throw CliException.usage("--csv and --json exclude each other");
        }
    }

    private void list(CashuWallet wallet) {
        Listing listing =
                new Listing(cli.console(), cli.json(), "time", "kind", "amount", "fee", "unit", "mint", "operation");
        Flux<LedgerEntry> entries =
                all ? wallet.ledger() : wallet.latestLedgerEntries(limit == null ? USUAL_LIMIT : limit);
        cli.await(entries.doOnNext(entry -> add(listing, entry)).then());
        listing.end("Nothing has happened yet.");
    }

    private void printCsv(CashuWallet wallet) {
        cli.console().print(String.join(",", COLUMNS));
        cli.await(wallet.ledger()
                .doOnNext(entry -> cli.console().print(csv(entry)))
                .then());
    }

    private static void add(Listing listing, LedgerEntry entry) {
        listing.add(
                JsonLine.of("time", entry.time())
                        .with("kind", entry.kind())
                        .with("mint", entry.mint())
                        .with("unit", entry.unit())
                        .with("amount", entry.amount())
                        .with("fee", entry.fee())
                        .with("operation", entry.operation())
                        .with("by", entry.by()),
                entry.time(),
                entry.kind(),
                entry.amount(),
                entry.fee(),
                entry.unit(),
                entry.mint(),
                entry.operation());
    }

    private static String csv(LedgerEntry entry) {
        return List.<Object>of(
                        entry.time(),
                        entry.kind(),
                        entry.mint(),
                        entry.unit(),
                        entry.amount(),
                        entry.fee(),
                        entry.operation(),
                        entry.by())
                .stream()
                .map(HistoryCommand::field)
                .collect(Collectors.joining(","));
    }

    /** Quoted where it must be; a spreadsheet is not given what it would take for a formula. */
    static String field(Object value) {
        String text = value.toString();
        if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
