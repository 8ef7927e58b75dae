package io.nutflux.cli;

import io.nutflux.store.WalletStore;
import io.nutflux.store.sql.PostgresOptions;
import io.nutflux.store.sql.PostgresStore;
import io.nutflux.vault.KeyProvider;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The store that {@code --store} or {@code NUTFLUX_STORE} names. */
final class StoreChoice {

    private static final String VARIABLE = "NUTFLUX_STORE";

    private StoreChoice() {}

    /** The database of several processes; {@code null} if none is named, for the wallet's own file. */
    static @Nullable Mono<WalletStore> shared(Cli cli) {
        String url = url(cli);
        return url == null ? null : open(cli, url, new Passwords(cli).existing());
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

    private static Mono<WalletStore> open(Cli cli, String url, KeyProvider keys) {
        try {
            return PostgresStore.open(PostgresOptions.of(url), keys).cast(WalletStore.class);
        } catch (IllegalArgumentException e) {
            throw CliException.usage((cli.options().store == null ? VARIABLE : "--store") + ": " + e.getMessage());
        }
    }
}
