package io.nutflux.cli;

import io.nutflux.crypto.Mnemonic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seed new|show|restore}: the words from which everything the wallet owns is derived. */
@Command(name = "seed", mixinStandardHelpOptions = true, description = "The wallet's seed: new, show, restore.")
final class SeedCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    static CommandLine of(Cli cli) {
        return new CommandLine(new SeedCommand())
                .addSubcommand("new", new New(cli))
                .addSubcommand("show", new Show(cli))
                .addSubcommand("restore", new Restore(cli));
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "seed new, seed show or seed restore?");
    }

    private static int created(Cli cli, String place, String words) {
        if (cli.json()) {
            cli.console().print(JsonLine.of("created", true).text());
        } else {
            cli.console().print(words + " in " + place + ".");
        }
        return ExitStatus.DONE;
    }

    @Command(name = "new", mixinStandardHelpOptions = true, description = "Makes a wallet with a fresh seed.")
    static final class New implements Callable<Integer> {
        private final Cli cli;

        New(Cli cli) {
            this.cli = cli;
        }

        @Override
        public Integer call() {
            WalletHome home = WalletHome.of(cli);
            String place;
            try (OpenStore opened = OpenStore.existingOrNew(cli, home)) {
                place = opened.place();
                opened.giveFresh();
            }
            cli.console().note("Run nutflux seed show and write the words down: they are the money.");
            return created(cli, place, "A new wallet was made");
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints the words. Whoever reads them owns the money.")
    static final class Show implements Callable<Integer> {
        private final Cli cli;

        Show(Cli cli) {
            this.cli = cli;
        }

        @Override
        public Integer call() {
            String words;
            try (OpenStore opened = OpenStore.existing(cli, WalletHome.of(cli))) {
                words = opened.words().reveal();
            }
            cli.console().print(cli.json() ? JsonLine.of("mnemonic", words).text() : words);
            return ExitStatus.DONE;
        }
    }

    @Command(name = "restore", mixinStandardHelpOptions = true, description = "Makes a wallet with a seed you have.")
    static final class Restore implements Callable<Integer> {
        private final Cli cli;

        @Option(
                names = "--mnemonic-file",
                required = true,
                paramLabel = "FILE",
                description = "A file that holds 12 to 24 words (BIP-39, English).")
        private Path file = Path.of("");

        Restore(Cli cli) {
            this.cli = cli;
        }

        @Override
        public Integer call() {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw CliException.usage("cannot read " + file);
            }
            Mnemonic words;
            try {
                words = Mnemonic.parse(WalletHome.readWords(file));
            } catch (IllegalArgumentException e) {
                throw CliException.usage(file + " does not hold a seed: " + e.getMessage());
            }
            WalletHome home = WalletHome.of(cli);
            boolean fresh = !home.hasStore();
            String place;
            try (OpenStore opened = OpenStore.existingOrNew(cli, home)) {
                place = opened.place();
                opened.give(words);
            }
            if (fresh) {
                cli.console()
                        .note(
                                "The words are in place. If they were used before, run nutflux restore --mint URL for each"
                                        + " mint before anything else: it fetches back what they own there.");
            }
            return created(cli, place, "The seed was put");
        }
    }
}
