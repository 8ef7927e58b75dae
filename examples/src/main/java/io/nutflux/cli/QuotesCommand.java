package io.nutflux.cli;

import io.nutflux.model.MintQuote;
import io.nutflux.model.OpenQuote;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quotes}: invoices that may still give money. */
@Command(
        name = "quotes",
        mixinStandardHelpOptions = true,
        description = "Quotes that are paid and not minted, or may be paid. 'mint --quote ID' goes on with one.")
final class QuotesCommand implements Callable<Integer> {

    private final Cli cli;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "7",
            description =
                    "Also those that expired in the last N days, by default ${DEFAULT-VALUE}: one may have been paid"
                            + " before it did.")
    private int days;

    QuotesCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        if (days < 0 || days > 36_500) {
            throw CliException.usage("--days is 0 to 36500");
        }
        try (Session session = Session.open(cli)) {
            Listing listing =
                    new Listing(cli.console(), cli.json(), "quote", "state", "amount", "unit", "until", "mint");
            for (OpenQuote open : cli.awaitOne(
                    session.wallet().openQuotes(Duration.ofDays(days)).collectList())) {
                MintQuote quote = open.quote();
                listing.add(
                        JsonLine.of("quote", quote.id())
                                .with("state", quote.state())
                                .with("amount", quote.amount())
                                .with("unit", quote.unit())
                                .with("mint", open.mint())
                                .with("request", quote.request())
                                .with("expiry", quote.expiry()),
                        quote.id(),
                        quote.state(),
                        quote.amount(),
                        quote.unit(),
                        Printable.time(quote.expiry()),
                        open.mint());
            }
            listing.end("No quote is open.");
        }
        return ExitStatus.DONE;
    }
}
