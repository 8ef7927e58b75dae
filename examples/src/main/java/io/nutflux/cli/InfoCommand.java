package io.nutflux.cli;

import io.nutflux.MintOverview;
import io.nutflux.model.KeysetInfo;
import io.nutflux.model.MintUrl;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code info}: what a mint says of itself. Needs no wallet and changes none. */
@Command(name = "info", mixinStandardHelpOptions = true, description = "What a mint says of itself, and its keysets.")
final class InfoCommand implements Callable<Integer> {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_MESSAGE = 1_000;

    private final Cli cli;

    @Option(names = "--mint", required = true, paramLabel = "URL", description = "The mint.")
    private MintUrl mint = MintUrl.of("http://localhost");

    InfoCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        try (Session session = Session.inMemory(cli, UnaryOperator.identity())) {
            MintOverview overview = cli.awaitOne(session.wallet().mintOverview(cli.checked(mint)));
            if (cli.json()) {
                cli.console().print(json(overview).text());
            } else {
                print(overview);
            }
        }
        return ExitStatus.DONE;
    }

    private static JsonLine json(MintOverview overview) {
        return JsonLine.of("mint", overview.mint())
                .with("name", overview.info().name())
                .with("version", overview.info().version())
                .with("motd", overview.info().motd())
                .with("nuts", overview.info().announced())
                .with(
                        "keysets",
                        overview.keysets().stream().map(InfoCommand::json).toList());
    }

    private static JsonLine json(KeysetInfo keyset) {
        return JsonLine.of("id", keyset.id())
                .with("unit", keyset.unit())
                .with("active", keyset.active())
                .with("inputFeePpk", keyset.inputFeePpk())
                .with("finalExpiry", keyset.finalExpiry());
    }

    private void print(MintOverview overview) {
        cli.console().print("Mint     " + overview.mint());
        cli.console().print("Name     " + Printable.of(overview.info().name(), LONGEST_NAME));
        cli.console().print("Version  " + Printable.of(overview.info().version(), LONGEST_NAME));
        if (overview.info().motd() != null) {
            cli.console().print("Message  " + Printable.of(overview.info().motd(), LONGEST_MESSAGE));
        }
        cli.console()
                .print("NUTs     "
                        + overview.info().announced().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(" ")));
        Listing keysets = new Listing(cli.console(), false, "keyset", "unit", "active", "fee (ppk)", "expires");
        for (KeysetInfo keyset : overview.keysets()) {
            keysets.add(
                    json(keyset),
                    keyset.id(),
                    keyset.unit(),
                    keyset.active() ? "yes" : "no",
                    keyset.inputFeePpk(),
                    Printable.time(keyset.finalExpiry()));
        }
        keysets.end("No keysets.");
    }
}
