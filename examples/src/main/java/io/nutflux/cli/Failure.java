package io.nutflux.cli;

import io.nutflux.error.CashuException;
import io.nutflux.error.LimitExceededException;
import io.nutflux.error.MintException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.StoreException;
import io.nutflux.error.TokenException;
import io.nutflux.error.WalletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/**
 * How an error ends a run.
 *
 * @param message one line for the user; {@code null} if all was said
 * @param unexpected whether it is a defect of this program
 */
record Failure(int status, @Nullable String message, boolean unexpected) {

    static Failure of(Throwable thrown) {
        Throwable error = Exceptions.unwrap(thrown);
        if (error instanceof CliException cli) {
            return expected(cli.status(), cli.getMessage());
        }
        if (error instanceof InterruptedRunException) {
            return new Failure(ExitStatus.INTERRUPTED, null, false);
        }
        if (error instanceof CashuException cashu) {
            return expected(status(cashu), cashu.getMessage());
        }
        if (error instanceof IOException || error instanceof UncheckedIOException) {
            return expected(ExitStatus.STORE, error.getMessage());
        }
        return new Failure(ExitStatus.REFUSED, "unexpected " + error.getClass().getSimpleName(), true);
    }

    private static Failure expected(int status, @Nullable String message) {
        return new Failure(status, Printable.of(message, 400), false);
    }

    private static int status(CashuException error) {
        if (error instanceof StoreException) {
            return ExitStatus.STORE;
        }
        if (error instanceof TokenException || error instanceof LimitExceededException) {
            return ExitStatus.USAGE;
        }
        if (error instanceof MintUnavailableException) {
            return ExitStatus.UNKNOWN;
        }
        if (error instanceof WalletException wallet) {
            return switch (wallet.reason()) {
                case OUTCOME_PENDING -> ExitStatus.UNKNOWN;
                case INSECURE_MINT_URL -> ExitStatus.USAGE;
                default -> ExitStatus.REFUSED;
            };
        }
        return error instanceof MintException mint && mint.mayHaveActed() ? ExitStatus.UNKNOWN : ExitStatus.REFUSED;
    }
}
