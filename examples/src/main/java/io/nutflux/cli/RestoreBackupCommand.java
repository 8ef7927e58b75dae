package io.nutflux.cli;

import io.nutflux.store.sql.BackupFile;
import io.nutflux.store.sql.BackupSummary;
import io.nutflux.vault.KeyProvider;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore-backup}: a new store of what a backup holds. */
@Command(
        name = "restore-backup",
        mixinStandardHelpOptions = true,
        description =
                "Makes a new store of a backup, in the wallet's directory or the database of --store, whichever kind"
                        + " of store was backed up. A store that is in use is never replaced.")
final class RestoreBackupCommand implements Callable<Integer> {

    private final Cli cli;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path file;

    @Option(
            names = "--own-password",
            description = "The backup is under a password of its own: NUTFLUX_BACKUP_PASSWORD, or asked for.")
    private boolean ownPassword;

    @Option(names = "--check", description = "Only read it through, to its end, and tell what is in it.")
    private boolean check;

    RestoreBackupCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        WalletHome home = WalletHome.of(cli);
        if (!check && !StoreChoice.isNamed(cli) && home.hasStore()) {
            throw CliException.store(home.directory() + " has a store already; name another --wallet DIR, or move "
                    + home.store() + " away");
        }
        Passwords passwords = new Passwords(cli);
        KeyProvider keys = ownPassword ? passwords.existingOfBackup() : passwords.existing();
        try {
            BackupReport report = new BackupReport(cli);
            BackupFile from = BackupFile.of(file, keys).withProgress(report::draw);
            if (check) {
                BackupSummary found = cli.awaitOne(from.check());
                report.print(
                        found,
                        "The backup of " + found.createdAt() + " is whole: " + report.size(found) + ".",
                        "Nothing was restored.");
            } else {
                BackupSummary made = cli.awaitOne(StoreChoice.restore(cli, home, from));
                report.print(
                        made,
                        "Restored " + report.size(made) + " from the backup of " + made.createdAt() + ".",
                        "The store opens with the password that it had then. Do not use it beside the one that was backed"
                                + " up.");
            }
        } finally {
            keys.close();
        }
        return ExitStatus.DONE;
    }
}
