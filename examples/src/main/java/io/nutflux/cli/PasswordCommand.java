package io.nutflux.cli;

import io.nutflux.vault.KeyProvider;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code password}: another password for the store. */
@Command(
        name = "password",
        mixinStandardHelpOptions = true,
        description = "Changes the wallet's password; NUTFLUX_NEW_PASSWORD, or asked for.")
final class PasswordCommand implements Callable<Integer> {

    private final Cli cli;

    PasswordCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        try (OpenStore opened = OpenStore.existing(cli, WalletHome.of(cli))) {
            KeyProvider replacement = new Passwords(cli).replacement();
            try {
                int keys = cli.awaitOne(opened.store().keys().rewrapWith(replacement));
                cli.console()
                        .print(
                                cli.json()
                                        ? JsonLine.of("keys", keys).text()
                                        : "The password was changed. Copies of the store made before have the old one.");
            } finally {
                replacement.close();
            }
        }
        return ExitStatus.DONE;
    }
}
