package io.nutflux.cli;

import io.nutflux.model.Balance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code balance}: what the wallet holds. */
@Command(name = "balance", mixinStandardHelpOptions = true, description = "What the wallet holds, by mint and unit.")
final class BalanceCommand implements Callable<Integer> {

    private final Cli cli;

    BalanceCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(cli)) {
            Listing listing =
                    new Listing(cli.console(), cli.json(), "mint", "unit", "spendable", "reserved", "pending");
            for (Balance balance : cli.awaitOne(session.wallet().balances().collectList())) {
                listing.add(
                        JsonLine.of("mint", balance.mint())
                                .with("unit", balance.unit())
                                .with("spendable", balance.spendable())
                                .with("reserved", balance.reserved())
                                .with("pending", balance.pending()),
                        balance.mint(),
                        balance.unit(),
                        balance.spendable(),
                        balance.reserved(),
                        balance.pending());
            }
            listing.end("The wallet is empty.");
        }
        return ExitStatus.DONE;
    }
}
