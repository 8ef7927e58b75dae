package io.nutflux.cli;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import reactor.core.publisher.Mono;

/** One run of the command: where it prints, what surrounds it, and what its user asked for. */
final class Cli {

    private final Console console;
    private final Environment environment;
    private final Interruption interruption;
    private final CommonOptions options = new CommonOptions();

    Cli(Console console, Environment environment, Interruption interruption) {
        this.console = console;
        this.environment = environment;
        this.interruption = interruption;
    }

    /** Runs the command that {@code args} name, and gives its exit status. Throws nothing. */
    int run(String... args) {
        CommandLine line = NutfluxCommand.of(this)
                .setOut(writer(console.out()))
                .setErr(writer(console.err()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Amount.class, reading("an amount", Amount::parse))
                .registerConverter(MintUrl.class, reading("a mint's URL", MintUrl::of))
                .registerConverter(CurrencyUnit.class, reading("a unit", CurrencyUnit::new))
                .setParameterExceptionHandler((error, ignored) -> misused(error))
                .setExecutionExceptionHandler((error, command, parsed) -> failed(error));
        int status = line.execute(args);
        console.erase();
        console.out().flush();
        return status;
    }

    CommonOptions options() {
        return options;
    }

    Console console() {
        return console;
    }

    Environment environment() {
        return environment;
    }

    Interruption interruption() {
        return interruption;
    }

    /** Waits for {@code work}, unless the user ends the run. */
    <T> @Nullable T await(Mono<T> work) {
        return interruption.await(work);
    }

    /** As {@link #await}, for work that always has a result. */
    <T> T awaitOne(Mono<T> work) {
        T result = await(work);
        if (result == null) {
            throw new IllegalStateException("nothing was emitted");
        }
        return result;
    }

    boolean json() {
        return options.json;
    }

    CurrencyUnit unit() {
        return options.unit;
    }

    /** Refuses a mint that would be spoken to in clear over a network, before anything else is done. */
    MintUrl checked(MintUrl mint) {
        if (mint.isPlainHttp() && !mint.isLoopback() && !options.allowHttp) {
            throw CliException.usage("money would travel in clear to " + mint + "; use https, or say --allow-http");
        }
        return mint;
    }

    private int misused(CommandLine.ParameterException error) {
        console.note("nutflux: " + error.getMessage());
        console.note("Try: " + error.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitStatus.USAGE;
    }

    private int failed(Exception error) {
        Failure failure = Failure.of(error);
        if (failure.message() != null) {
            console.note("nutflux: " + failure.message());
        }
        if (options.debug) {
            error.printStackTrace(console.err());
        } else if (failure.unexpected()) {
            console.note("This is a defect. --debug shows where it happened.");
        }
        return failure.status();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static <T> ITypeConverter<T> reading(String what, Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("not " + what + ": " + e.getMessage());
            }
        };
    }
}
