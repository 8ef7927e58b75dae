package io.nutflux.perf;

import io.nutflux.perf.generate.Amounts;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./nutflux-perf}. */
@Command(
        name = "nutflux-perf",
        mixinStandardHelpOptions = true,
        description = "Measures Nutflux: see docs/performance.md.",
        subcommands = {
            RedeemCommand.class,
            RecoverCommand.class,
            RestartCommand.class,
            GenerateCommand.class,
            JmhCommand.class,
            TableCommand.class,
            HotCommand.class,
            CommandLine.HelpCommand.class
        })
public final class NutfluxPerf {

    private NutfluxPerf() {}

    /** Runs one command and exits with its status: 0 for done, 1 if a token was not redeemed, 2 for wrong usage. */
    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new NutfluxPerf())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Amounts.class, Amounts::parse);
        // What follows "jmh" is JMH's to read.
        Objects.requireNonNull(commands.getSubcommands().get("jmh")).setUnmatchedOptionsArePositionalParams(true);
        System.exit(commands.execute(args));
    }
}
