package io.nutflux.cli;

import io.nutflux.vault.KeyProvider;
import io.nutflux.vault.PasswordKeys;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The store's password: from the environment, or asked for where somebody sits at a terminal. */
final class Passwords {

    /** The password; for runs without a terminal. */
    static final String VARIABLE = "NUTFLUX_PASSWORD";

    /** The password that {@code nutflux password} changes to. */
    static final String NEW_VARIABLE = "NUTFLUX_NEW_PASSWORD";

    /** The password of a backup that does not have the store's. */
    static final String BACKUP_VARIABLE = "NUTFLUX_BACKUP_PASSWORD";

    private final Cli cli;

    Passwords(Cli cli) {
        this.cli = cli;
    }

    /** For a store that there is. */
    KeyProvider existing() {
        return existing("Password: ", VARIABLE);
    }

    /** For a backup that there is, under a password of its own. */
    KeyProvider existingOfBackup() {
        return existing("The backup's password: ", BACKUP_VARIABLE);
    }

    /** For a backup that is being made under a password of its own. */
    KeyProvider chosenForBackup() {
        return chosen("A password for the backup: ", BACKUP_VARIABLE);
    }

    private KeyProvider existing(String prompt, String variable) {
        char[] given = variable(variable);
        return keys(given == null ? ask(prompt, variable) : given);
    }

    /** For a store that is being made. */
    KeyProvider chosen() {
        return chosen("A password for the new wallet: ", VARIABLE);
    }

    /** For a store whose password is being changed. */
    KeyProvider replacement() {
        return chosen("The new password: ", NEW_VARIABLE);
    }

    private KeyProvider chosen(String prompt, String variable) {
        char[] given = variable(variable);
        if (given != null) {
            return keys(given);
        }
        char[] first = ask(prompt, variable);
        char[] again = ask("The same again: ", variable);
        boolean same = Arrays.equals(first, again);
        Arrays.fill(again, ' ');
        if (!same) {
            Arrays.fill(first, ' ');
            throw CliException.usage("these were two different passwords; nothing was changed");
        }
        return keys(first);
    }

    private char @Nullable [] variable(String name) {
        String value = cli.environment().variables().get(name);
        return value == null ? null : value.toCharArray();
    }

    private char[] ask(String prompt, String variable) {
        char[] typed = cli.environment().passwordPrompt().ask(cli.console(), prompt);
        if (typed == null) {
            throw CliException.store("the wallet needs a password: set " + variable + ", or run this at a terminal");
        }
        return typed;
    }

    private KeyProvider keys(char[] password) {
        try {
            return PasswordKeys.of(password, cli.environment().passwordCost());
        } catch (IllegalArgumentException e) {
            throw CliException.store(String.valueOf(e.getMessage()));
        } finally {
            Arrays.fill(password, ' ');
        }
    }
}
