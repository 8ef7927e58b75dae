package io.nutflux.cli;

import io.nutflux.model.CurrencyUnit;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name. */
final class CommonOptions {

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "One JSON object a line on the standard output, and nothing else there.")
    boolean json;

    @Option(
            names = "--wallet",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The wallet's directory (default: ~/.nutflux).")
    @Nullable
    Path wallet;

    @Option(
            names = "--store",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "Keep the wallet in PostgreSQL, r2dbc:postgresql://user:password@host/database, instead of in"
                    + " its directory. NUTFLUX_STORE says the same, unseen by others.")
    @Nullable
    String store;

    @Option(
            names = "--allow-plain-store",
            scope = ScopeType.INHERIT,
            description = "Also speak to a database without TLS that is not on this machine.")
    boolean allowPlainStore;

    @Option(
            names = "--unit",
            paramLabel = "UNIT",
            scope = ScopeType.INHERIT,
            description = "The unit of amounts, and of the tokens taken (default: sat).")
    CurrencyUnit unit = CurrencyUnit.SAT;

    @Option(
            names = "--allow-http",
            scope = ScopeType.INHERIT,
            description = "Also speak to mints without TLS that are not on this machine.")
    boolean allowHttp;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Log more, and show stack traces. Both go to the standard error.")
    boolean debug;
}
