package io.nutflux.cli;

import io.nutflux.CashuWallet;
import io.nutflux.flow.AdmissionPolicy;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.SendRequest;
import io.nutflux.model.SentToken;
import io.nutflux.model.Verification;
import io.nutflux.testmint.TestMint;
import java.math.BigInteger;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;

/** {@code demo}: the whole round on a mint inside this process; the ecash is worth nothing. Nothing is kept but in a store that is named. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Mints, sends, and redeems a batch of good and bad tokens, on a mint inside this process.")
final class DemoCommand implements Callable<Integer> {

    private static final int MOST_TOKENS = 100_000;
    private static final long FEE_PPK = 100;
    private static final Amount FIRST_MONEY = Amount.of(1_024);
    private static final Amount FIRST_TOKEN = Amount.of(21);

    private final Cli cli;

    @Option(names = "--tokens", paramLabel = "N", description = "How many tokens (default: ${DEFAULT-VALUE}).")
    private int tokens = 1_000;

    DemoCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        if (tokens < 1 || tokens > MOST_TOKENS) {
            throw CliException.usage("--tokens is 1 to " + MOST_TOKENS);
        }
        try (TestMint mint =
                TestMint.builder().feePpk(FEE_PPK).name("Demo mint").start()) {
            MintUrl url = MintUrl.of(mint.url());
            say("A mint runs at " + url + " for as long as this command.");
            try (Session payer = Session.passing(cli, options -> options);
                    Session till = Session.passing(cli, options -> options.policy(AdmissionPolicy.of(url)))) {
                payOne(payer.wallet(), till.wallet(), url);
                return redeemMany(payer.wallet(), till.wallet(), mint);
            }
        }
    }

    /** One sat's way: minted, sent, received. */
    private void payOne(CashuWallet payer, CashuWallet till, MintUrl url) {
        cli.awaitOne(payer.requestMint(url, CurrencyUnit.SAT, FIRST_MONEY)
                .flatMap(quote -> payer.awaitPaid(quote.id(), Duration.ofMillis(50)))
                .flatMap(quote -> payer.mint(quote.id())));
        say("One wallet minted " + FIRST_MONEY + " sat.");
        SentToken sent = cli.awaitOne(payer.send(SendRequest.of(url, CurrencyUnit.SAT, FIRST_TOKEN)));
        RedeemResult received = cli.awaitOne(till.redeem(new RedeemRequest("first", sent.token())));
        if (!(received instanceof RedeemResult.Redeemed redeemed)) {
            throw new CliException(ExitStatus.REFUSED, "the first token was not redeemed");
        }
        say("It sent a token of " + sent.amount() + " sat; another wallet redeemed it for " + redeemed.amount()
                + " sat and a fee of " + redeemed.fee() + ".");
    }

    private int redeemMany(CashuWallet payer, CashuWallet till, TestMint mint) {
        say("Making " + tokens + " tokens ...");
        DemoTokens made = DemoTokens.make(mint, tokens);
        Progress progress = new Progress(cli.console(), (long) tokens);
        Tally tally = new Tally();
        cli.await(till.redeem(Flux.fromIterable(made.requests()))
                .doOnNext(result -> {
                    tally.add(Outcome.of(result, 0));
                    progress.done(tally.tokens());
                    progress.tick(tally.tokens());
                })
                .then());
        double seconds = tally.seconds();
        boolean conserved = isConserved(payer) && isConserved(till);
        long redeemed = tally.count(Outcome.Kind.REDEEMED);
        long refused = tally.tokens() - redeemed;
        boolean exact = tally.received().add(tally.fees()).equals(BigInteger.valueOf(made.goodValue()));
        print(made, tally, seconds, conserved && exact);
        boolean asIntended = conserved && exact && tally.tokens() == tokens && refused == made.bad();
        return asIntended ? ExitStatus.DONE : ExitStatus.REFUSED;
    }

    private boolean isConserved(CashuWallet wallet) {
        Verification verification = cli.awaitOne(wallet.verify());
        return verification.conserved() && verification.differences().isEmpty();
    }

    private void print(DemoTokens made, Tally tally, double seconds, boolean conserved) {
        long redeemed = tally.count(Outcome.Kind.REDEEMED);
        long refused = tally.tokens() - redeemed;
        long rate = Math.round(tally.tokens() / Math.max(seconds, 0.001));
        if (cli.json()) {
            cli.console()
                    .print(JsonLine.of("tokens", tally.tokens())
                            .with("redeemed", redeemed)
                            .with("refused", refused)
                            .with("bad", made.bad())
                            .with("received", tally.received())
                            .with("fees", tally.fees())
                            .with("seconds", seconds)
                            .with("tokensPerSecond", rate)
                            .with("conserved", conserved)
                            .text());
            return;
        }
        cli.console()
                .print("Redeemed " + redeemed + " of " + tally.tokens() + " tokens in " + seconds + " s, " + rate
                        + " a second.");
        cli.console().print("Refused " + refused + "; " + made.bad() + " were made bad on purpose.");
        cli.console().print("Received " + tally.received() + " sat, fees " + tally.fees() + " sat.");
        cli.console().print(conserved ? "Every sat is accounted for." : "THE SUMS DO NOT ADD UP.");
    }

    private void say(String line) {
        if (!cli.json()) {
            cli.console().print(line);
        }
    }
}
