package io.nutflux.cli;

import io.nutflux.model.UnfinishedOperation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pending}: operations whose end is not known yet. */
@Command(
        name = "pending",
        mixinStandardHelpOptions = true,
        description = "Operations that are not finished, oldest first.")
final class PendingCommand implements Callable<Integer> {

    private final Cli cli;

    PendingCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(cli)) {
            Listing listing = new Listing(
                    cli.console(),
                    cli.json(),
                    "operation",
                    "kind",
                    "state",
                    "age (s)",
                    "amount",
                    "unit",
                    "mint",
                    "reason");
            for (UnfinishedOperation operation :
                    cli.awaitOne(session.wallet().pending().collectList())) {
                String state = operation.sent() ? "SENT" : "PREPARED";
                listing.add(
                        Unfinished.json(operation, state),
                        operation.operation(),
                        operation.kind(),
                        state,
                        Unfinished.age(operation),
                        operation.amount(),
                        operation.unit(),
                        operation.mint(),
                        Unfinished.reason(operation));
            }
            listing.end("Nothing is unfinished.");
        }
        return ExitStatus.DONE;
    }
}
