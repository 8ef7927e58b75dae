package io.nutflux.cli;

import io.nutflux.store.sql.BackupFile;
import io.nutflux.store.sql.BackupSummary;
import io.nutflux.vault.KeyProvider;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup}: the whole store as one encrypted file. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Writes the whole store, with all its wallets, to a new encrypted file. Other processes may go on"
                + " working with a store in PostgreSQL meanwhile.")
final class BackupCommand implements Callable<Integer> {

    private final Cli cli;

    @Parameters(paramLabel = "FILE", description = "The file to make; one that is there is never overwritten.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(
            names = "--own-password",
            description = "Put the backup under a password of its own, NUTFLUX_BACKUP_PASSWORD or asked for, instead of"
                    + " the store's.")
    private boolean ownPassword;

    BackupCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        try (OpenStore opened = OpenStore.existing(cli, WalletHome.of(cli))) {
            if (!ownPassword) {
                write(opened, opened.keys());
                return ExitStatus.DONE;
            }
            KeyProvider keys = new Passwords(cli).chosenForBackup();
            try {
                write(opened, keys);
            } finally {
                keys.close();
            }
        }
        return ExitStatus.DONE;
    }

    private void write(OpenStore opened, KeyProvider keys) {
        BackupReport report = new BackupReport(cli);
        BackupSummary summary =
                cli.awaitOne(opened.store().backup(BackupFile.of(file, keys).withProgress(report::draw)));
        report.print(
                summary,
                file + " holds " + report.size(summary) + ".",
                "It opens with "
                        + (ownPassword ? "its own password; the store in it with the store's" : "the store's password")
                        + " of today. Test it: nutflux restore-backup --check FILE");
    }
}
