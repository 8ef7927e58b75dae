package io.nutflux.cli;

import io.nutflux.model.WalletId;
import io.nutflux.store.sql.RotationProgress;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code keys rotate}: care for the key that seals the wallet's secrets. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "The key that seals the wallet's secrets: rotate.")
final class KeysCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    static CommandLine of(Cli cli) {
        return new CommandLine(new KeysCommand()).addSubcommand("rotate", new Rotate(cli));
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "keys rotate?");
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description =
                    "Makes a new key, seals everything anew with it and deletes the old one; or goes on with that.")
    static final class Rotate implements Callable<Integer> {
        private final Cli cli;

        Rotate(Cli cli) {
            this.cli = cli;
        }

        @Override
        public Integer call() {
            try (OpenStore opened = OpenStore.existing(cli, WalletHome.of(cli))) {
                RotationProgress last = cli.await(opened.store()
                        .keys()
                        .rotate(WalletId.DEFAULT)
                        .takeLast(1)
                        .singleOrEmpty());
                if (last == null) {
                    throw CliException.store("nothing is sealed in this wallet yet, so there is no key to rotate");
                }
                print(last);
                return last.complete() ? ExitStatus.DONE : ExitStatus.REFUSED;
            }
        }

        private void print(RotationProgress last) {
            if (cli.json()) {
                cli.console()
                        .print(JsonLine.of("version", last.version())
                                .with("resealed", last.resealed())
                                .with("unreadable", last.unreadable())
                                .with("complete", last.complete())
                                .text());
            } else if (last.complete()) {
                cli.console()
                        .print("Key " + last.version() + " seals everything now (" + last.resealed()
                                + " rows were sealed anew); the old key is deleted.");
            } else {
                cli.console()
                        .print("Key " + last.version() + " seals from now on, but " + last.unreadable()
                                + " rows do not open and were left as they are, with the old key. nutflux verify tells"
                                + " more.");
            }
        }
    }
}
