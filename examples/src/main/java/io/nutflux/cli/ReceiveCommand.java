package io.nutflux.cli;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.error.CashuException;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.TokenException;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.Token;
import io.nutflux.token.TokenCodec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code receive}: one token. Naming it is consent to its mint (X.33), so no {@code --mint} is needed. */
@Command(name = "receive", mixinStandardHelpOptions = true, description = "Redeems one token.")
final class ReceiveCommand implements Callable<Integer> {

    private final Cli cli;

    @Parameters(paramLabel = "TOKEN", description = "The token, or - to read it from the standard input.")
    private String text = "";

    @Mixin
    private final PolicyOptions policyOptions = new PolicyOptions();

    ReceiveCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        String given = TokenArgument.read(cli, text);
        Token token;
        try {
            token = new TokenCodec(DecodeLimits.defaults()).decode(given);
        } catch (TokenException e) {
            return malformed(given, InvalidReason.valueOf(e.reason().name()), e);
        } catch (LimitExceededException e) {
            return malformed(given, InvalidReason.LIMIT_EXCEEDED, e);
        }
        Set<MintUrl> mints = token.entries().stream().map(Token.Entry::mint).collect(Collectors.toSet());
        AdmissionPolicy policy = policyOptions.policyFor(cli, mints);
        try (Session session = Session.openOrCreate(cli, options -> options.policy(policy))) {
            BatchReport report = new BatchReport(cli, new Progress(cli.console(), null));
            Redeeming redeeming = new Redeeming(session.wallet(), report::outcome, line -> {});
            cli.await(redeeming.of(new ByteArrayInputStream(given.getBytes(StandardCharsets.UTF_8))));
            return report.end();
        }
    }

    private int malformed(String given, InvalidReason reason, CashuException why) {
        BatchReport report = new BatchReport(cli, new Progress(cli.console(), null));
        report.outcome(Outcome.invalid(ItemReader.keyOf(given), 1, reason, String.valueOf(why.getMessage())));
        return ExitStatus.USAGE;
    }
}
