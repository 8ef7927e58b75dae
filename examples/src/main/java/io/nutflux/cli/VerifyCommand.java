package io.nutflux.cli;

import io.nutflux.model.Verification;
import io.nutflux.model.Verification.Difference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code verify}: whether the books balance, and whether the mints agree. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Checks that received = spendable + reserved + sent + fees, and every proof with its mint.")
final class VerifyCommand implements Callable<Integer> {

    private final Cli cli;

    VerifyCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(cli)) {
            Verification verification = cli.awaitOne(session.wallet().verify());
            if (cli.json()) {
                cli.console().print(json(verification).text());
            } else {
                print(verification);
            }
            return status(verification);
        }
    }

    private static int status(Verification verification) {
        if (!verification.conserved()) {
            return ExitStatus.REFUSED;
        }
        if (verification.differences().isEmpty()) {
            return ExitStatus.DONE;
        }
        boolean onlyNotAsked = verification.differences().stream()
                .allMatch(difference -> difference.kind() == Difference.Kind.MINT_NOT_ASKED);
        return onlyNotAsked ? ExitStatus.UNKNOWN : ExitStatus.REFUSED;
    }

    private static JsonLine json(Verification verification) {
        return JsonLine.of("conserved", verification.conserved())
                .with(
                        "accounts",
                        verification.accounts().stream()
                                .map(VerifyCommand::json)
                                .toList())
                .with(
                        "differences",
                        verification.differences().stream()
                                .map(VerifyCommand::json)
                                .toList());
    }

    private static JsonLine json(Verification.Account account) {
        return JsonLine.of("mint", account.mint())
                .with("unit", account.unit())
                .with("received", account.received())
                .with("spendable", account.spendable())
                .with("reserved", account.reserved())
                .with("pending", account.pending())
                .with("claimed", account.claimed())
                .with("sent", account.sent())
                .with("fees", account.fees())
                .with("balanced", account.isBalanced());
    }

    private static JsonLine json(Difference difference) {
        return JsonLine.of("mint", difference.mint())
                .with("unit", difference.unit())
                .with("kind", difference.kind())
                .with("amount", difference.amount())
                .with("detail", difference.detail());
    }

    private void print(Verification verification) {
        Listing accounts = new Listing(
                cli.console(), false, "mint", "unit", "received", "spendable", "reserved", "sent", "fees", "balanced");
        for (Verification.Account account : verification.accounts()) {
            accounts.add(
                    json(account),
                    account.mint(),
                    account.unit(),
                    account.received(),
                    account.spendable(),
                    account.reserved(),
                    account.sent(),
                    account.fees(),
                    account.isBalanced() ? "yes" : "NO");
        }
        accounts.end("The wallet is empty.");
        for (Difference difference : verification.differences()) {
            cli.console()
                    .print(difference.kind() + "  " + difference.amount() + " " + difference.unit() + "  "
                            + difference.mint() + "  " + Printable.of(difference.detail(), 200));
        }
        cli.console().print(verification.conserved() ? "The books balance." : "THE BOOKS DO NOT BALANCE.");
    }
}
