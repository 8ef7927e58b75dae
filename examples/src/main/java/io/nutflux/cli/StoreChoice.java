package io.nutflux.cli;

import io.nutflux.store.sql.PostgresOptions;
import io.nutflux.store.sql.PostgresStore;
import io.nutflux.store.sql.SqlStore;
import io.nutflux.store.sql.SqliteStore;
import io.nutflux.vault.KeyProvider;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The store that {@code --store} or {@code NUTFLUX_STORE} names. */
final class StoreChoice {

    private static final String VARIABLE = "NUTFLUX_STORE";

    private StoreChoice() {}

    /** Opens the store that is named, a database of several processes; or else the wallet's own file. */
    static Mono<SqlStore> open(Cli cli, WalletHome home, KeyProvider keys) {
        String url = url(cli);
        return url == null ? SqliteStore.open(home.store(), keys) : open(cli, url, keys);
    }

    /** Whether one is named. */
    static boolean isNamed(Cli cli) {
        return url(cli) != null;
    }

    private static @Nullable String url(Cli cli) {
        String option = cli.options().store;
        String url = option == null ? cli.environment().variables().get(VARIABLE) : option;
        return url == null || url.isBlank() ? null : url;
    }

    private static Mono<SqlStore> open(Cli cli, String url, KeyProvider keys) {
        try {
            return PostgresStore.open(PostgresOptions.of(url), keys);
        } catch (IllegalArgumentException e) {
            throw CliException.usage((cli.options().store == null ? VARIABLE : "--store") + ": " + e.getMessage());
        }
    }
}
