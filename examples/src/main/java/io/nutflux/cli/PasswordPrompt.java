package io.nutflux.cli;

import org.jspecify.annotations.Nullable;

/** Asks the user for a password. */
interface PasswordPrompt {

    /** What was typed, unseen; {@code null} if there is nobody to ask. */
    char @Nullable [] ask(Console console, String prompt);

    /** At the process's terminal, if both its input and its output are one. */
    @SuppressWarnings(
            "SystemConsoleNull") // without a terminal it is null before JDK 22, and since by the launcher's option
    static PasswordPrompt ofProcess() {
        return (console, prompt) -> {
            java.io.Console terminal = System.console();
            if (terminal == null) {
                return null;
            }
            // Not by the terminal itself, whose output is the run's result.
            console.ask(prompt);
            return terminal.readPassword();
        };
    }
}
