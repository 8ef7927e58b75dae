package io.nutflux.cli;

import io.nutflux.codec.DecodeLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A token given as an argument, or as {@code -} on the standard input, where other users' {@code ps} does not see it. */
final class TokenArgument {

    private TokenArgument() {}

    static String read(Cli cli, String argument) {
        if (!argument.equals("-")) {
            return argument.strip();
        }
        int most = DecodeLimits.DEFAULT_TOKEN_LENGTH + 1_024;
        try {
            byte[] bytes = cli.environment().in().readNBytes(most + 1);
            if (bytes.length > most) {
                throw CliException.usage("the standard input is longer than any token may be");
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the standard input", e);
        }
    }
}
