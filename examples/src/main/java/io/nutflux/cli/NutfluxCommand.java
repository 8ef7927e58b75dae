package io.nutflux.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command itself; each of its subcommands is a class. */
@Command(
        name = "nutflux",
        mixinStandardHelpOptions = true,
        versionProvider = NutfluxCommand.Version.class,
        description = "A Cashu ecash wallet.",
        footer = {
            "",
            "Exit status: 0 all done; 1 some items refused or failed; 2 wrong usage or",
            "malformed input; 3 a mint unreachable or an outcome unknown; 4 wallet",
            "directory, password, seed or store; 130 interrupted."
        })
final class NutfluxCommand implements Callable<Integer> {

    @Mixin
    final CommonOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private NutfluxCommand(CommonOptions options) {
        this.options = options;
    }

    /** The whole tree of commands for one run. */
    static CommandLine of(Cli cli) {
        return new CommandLine(new NutfluxCommand(cli.options()))
                .addSubcommand("demo", new DemoCommand(cli))
                .addSubcommand("decode", new DecodeCommand(cli))
                .addSubcommand("info", new InfoCommand(cli))
                .addSubcommand("seed", SeedCommand.of(cli))
                .addSubcommand("balance", new BalanceCommand(cli))
                .addSubcommand("mint", new MintCommand(cli))
                .addSubcommand("quotes", new QuotesCommand(cli))
                .addSubcommand("send", new SendCommand(cli))
                .addSubcommand("reclaim", new ReclaimCommand(cli))
                .addSubcommand("receive", new ReceiveCommand(cli))
                .addSubcommand("redeem", new RedeemCommand(cli))
                .addSubcommand("pending", new PendingCommand(cli))
                .addSubcommand("recover", new RecoverCommand(cli))
                .addSubcommand("restore", new RestoreCommand(cli))
                .addSubcommand("history", new HistoryCommand(cli))
                .addSubcommand("verify", new VerifyCommand(cli))
                .addSubcommand("backup", new BackupCommand(cli))
                .addSubcommand("restore-backup", new RestoreBackupCommand(cli))
                .addSubcommand("password", new PasswordCommand(cli))
                .addSubcommand("keys", KeysCommand.of(cli));
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "which command? See nutflux --help");
    }

    /** Tells the version that the jar was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = NutfluxCommand.class.getPackage().getImplementationVersion();
            return new String[] {"nutflux " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
