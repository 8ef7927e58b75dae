package io.nutflux.cli;

import io.nutflux.codec.DecodeLimits;
import io.nutflux.model.Amount;
import io.nutflux.model.Proof;
import io.nutflux.model.Token;
import io.nutflux.token.TokenCodec;
import io.nutflux.token.WellKnownSecret;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code decode}: what a token holds. Asks nobody: whether it is worth anything only its mint can say. */
@Command(
        name = "decode",
        mixinStandardHelpOptions = true,
        description = "Shows what a token holds, offline. A V3 token of several mints gives one object a mint.")
final class DecodeCommand implements Callable<Integer> {

    private static final int LONGEST_MEMO = 200;

    private final Cli cli;

    @Parameters(paramLabel = "TEXT", description = "The token, or - to read it from the standard input.")
    private String text = "";

    DecodeCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        String given = TokenArgument.read(cli, text);
        if (looksLikePaymentRequest(given)) {
            throw CliException.usage("this is a payment request; only tokens are read yet");
        }
        Token token = new TokenCodec(DecodeLimits.defaults()).decode(given);
        for (Token.Entry entry : token.entries()) {
            if (cli.json()) {
                cli.console().print(json(token, entry).text());
            } else {
                print(token, entry);
            }
        }
        return ExitStatus.DONE;
    }

    private static JsonLine json(Token token, Token.Entry entry) {
        return JsonLine.of("type", "token")
                .with("version", token.version())
                .with("mint", entry.mint())
                .with("unit", token.unit())
                .with("memo", token.memo())
                .with("amount", value(entry))
                .with("proofs", entry.proofs().stream().map(DecodeCommand::json).toList());
    }

    private static JsonLine json(Proof proof) {
        return JsonLine.of("amount", proof.amount())
                .with("keysetId", proof.id())
                .with("secretKind", secretKind(proof))
                .with("dleq", proof.dleq() != null);
    }

    private void print(Token token, Token.Entry entry) {
        String unit = token.unit() == null ? "(unit not said)" : token.unit().label();
        List<String> lines = List.of(
                "Token    " + token.version() + ", " + entry.proofs().size() + " proofs",
                "Mint     " + Printable.of(entry.mint().value(), LONGEST_MEMO),
                "Amount   " + value(entry) + " " + unit,
                "Memo     " + Printable.of(token.memo(), LONGEST_MEMO));
        lines.forEach(cli.console()::print);
        Listing proofs = new Listing(cli.console(), false, "amount", "keyset", "secret", "dleq");
        for (Proof proof : entry.proofs()) {
            proofs.add(json(proof), proof.amount(), proof.id(), secretKind(proof), proof.dleq() == null ? "no" : "yes");
        }
        proofs.end("");
    }

    private static Amount value(Token.Entry entry) {
        return Amount.sum(entry.proofs().stream().map(Proof::amount).toList());
    }

    private static String secretKind(Proof proof) {
        String kind =
                WellKnownSecret.parse(proof.secret()).map(WellKnownSecret::kind).orElse("plain");
        return List.of("plain", "P2PK", "HTLC").contains(kind) ? kind : "other";
    }

    private static boolean looksLikePaymentRequest(String text) {
        return text.startsWith("creqA") || text.toLowerCase(Locale.ROOT).startsWith("creqb1");
    }
}
