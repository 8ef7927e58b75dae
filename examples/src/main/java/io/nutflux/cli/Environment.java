package io.nutflux.cli;

import io.nutflux.vault.PasswordCost;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What surrounds a run.
 *
 * @param home where {@code ~} is
 * @param variables the environment's variables
 * @param in the standard input
 * @param passwordCost of passwords that this run sets
 */
record Environment(
        Path home,
        Map<String, String> variables,
        InputStream in,
        PasswordPrompt passwordPrompt,
        PasswordCost passwordCost) {

    Environment {
        variables = Map.copyOf(variables);
    }

    static Environment ofProcess() {
        return new Environment(
                Path.of(System.getProperty("user.home")),
                System.getenv(),
                System.in,
                PasswordPrompt.ofProcess(),
                PasswordCost.DEFAULT);
    }
}
