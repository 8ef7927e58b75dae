package io.nutflux.cli;

import io.nutflux.model.Amount;
import io.nutflux.model.MintUrl;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code send}: a token to hand out. The token alone is on the standard output. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = "Makes a token. Whoever has its text has the money.")
final class SendCommand implements Callable<Integer> {

    private final Cli cli;

    @Parameters(paramLabel = "AMOUNT", description = "How much, in the unit.")
    private Amount amount = Amount.ZERO;

    @Option(names = "--mint", required = true, paramLabel = "URL", description = "Of which mint.")
    private MintUrl mint = MintUrl.of("http://localhost");

    @Option(names = "--offline", description = "Ask the mint nothing: only of proofs that add up to the amount.")
    private boolean offline;

    @Option(names = "--include-fees", description = "Add what the receiver pays to redeem it.")
    private boolean includeFees;

    @Option(names = "--memo", paramLabel = "TEXT", description = "Words for the receiver, in clear.")
    private @Nullable String memo;

    SendCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        if (amount.isZero()) {
            throw CliException.usage("an amount to send is not zero");
        }
        SendRequest request = new SendRequest(cli.checked(mint), cli.unit(), amount, offline, includeFees, memo);
        try (Session session = Session.open(cli)) {
            SentToken sent = cli.awaitOne(session.wallet().send(request));
            if (cli.json()) {
                cli.console()
                        .print(JsonLine.of("token", sent.token())
                                .with("amount", sent.amount())
                                .with("fee", sent.fee())
                                .with("operation", sent.operation())
                                .text());
            } else {
                cli.console().note(sent.amount() + " " + sent.unit() + ", fee " + sent.fee() + ":");
                cli.console().print(sent.token());
            }
        }
        return ExitStatus.DONE;
    }
}
