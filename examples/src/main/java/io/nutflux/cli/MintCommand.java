package io.nutflux.cli;

import io.nutflux.CashuWallet;
import io.nutflux.model.Amount;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Minted;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mint}: pays in. Asks for an invoice, waits until it is paid, and mints; in one run or in two. */
@Command(
        name = "mint",
        mixinStandardHelpOptions = true,
        description = "Pays in: shows an invoice, waits until it is paid, and mints ecash for it.")
final class MintCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Cli cli;

    @Parameters(arity = "0..1", paramLabel = "AMOUNT", description = "How much, in the unit.")
    private @Nullable Amount amount;

    @Option(names = "--mint", paramLabel = "URL", description = "At which mint.")
    private @Nullable MintUrl mint;

    @Option(names = "--no-wait", description = "Do not wait for the payment.")
    private boolean noWait;

    @Option(names = "--quote", paramLabel = "ID", description = "Finish a quote made before, instead of making one.")
    private @Nullable String quoteId;

    MintCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        if (quoteId == null ? amount == null || mint == null : amount != null || mint != null) {
            throw CliException.usage("mint AMOUNT --mint URL makes a quote, mint --quote ID finishes one");
        }
        if (quoteId != null) {
            try (Session session = Session.open(cli)) {
                return finish(session.wallet(), quoteId);
            }
        }
        if (amount == null || mint == null || amount.isZero()) {
            throw CliException.usage("an amount to mint is not zero");
        }
        MintUrl chosen = cli.checked(mint);
        try (Session session = Session.openOrCreate(cli, UnaryOperator.identity())) {
            MintQuote quote = cli.awaitOne(session.wallet().requestMint(chosen, cli.unit(), amount));
            show(quote);
            return noWait ? ExitStatus.DONE : finish(session.wallet(), quote.id());
        }
    }

    private int finish(CashuWallet wallet, String id) {
        if (noWait) {
            MintQuote quote = cli.awaitOne(wallet.quote(id));
            if (quote.state() == MintQuote.State.UNPAID || quote.state() == MintQuote.State.UNKNOWN) {
                tell(id, quote.state().name(), quote.amount() + " " + quote.unit(), quote.amount());
                return ExitStatus.REFUSED;
            }
        } else {
            try {
                cli.await(wallet.awaitPaid(id, POLL));
            } catch (InterruptedRunException e) {
                cli.console().note("To go on: nutflux mint --quote " + Printable.of(id, 1_024));
                throw e;
            }
        }
        Minted minted = cli.awaitOne(wallet.mint(id));
        tell(id, MintQuote.State.ISSUED.name(), minted.amount() + " " + minted.unit(), minted.amount());
        return ExitStatus.DONE;
    }

    private void show(MintQuote quote) {
        if (cli.json()) {
            cli.console()
                    .print(JsonLine.of("quote", quote.id())
                            .with("request", quote.request())
                            .with("expiry", quote.expiry())
                            .text());
            return;
        }
        cli.console()
                .print("Pay " + quote.amount() + " " + quote.unit() + ", until " + Printable.time(quote.expiry())
                        + ":");
        cli.console().print(Printable.of(quote.request(), 4_096));
        cli.console().print("Quote " + Printable.of(quote.id(), 1_024));
        if (!noWait) {
            cli.console().note("Waiting for the payment ...");
        }
    }

    private void tell(String id, String state, String amountAndUnit, Amount value) {
        if (cli.json()) {
            cli.console()
                    .print(JsonLine.of("quote", id)
                            .with("state", state)
                            .with("amount", value)
                            .text());
        } else {
            cli.console().print(state + " " + amountAndUnit);
        }
    }
}
