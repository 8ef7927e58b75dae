package io.nutflux.cli;

import io.nutflux.store.sql.BackupFile;
import io.nutflux.store.sql.BackupSummary;
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

    /** Makes a new store there of a backup. */
    static Mono<BackupSummary> restore(Cli cli, WalletHome home, BackupFile from) {
        String url = url(cli);
        return url == null ? SqliteStore.restore(from, home.store()) : PostgresStore.restore(from, options(cli, url));
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
        return PostgresStore.open(options(cli, url), keys);
    }

    private static PostgresOptions options(Cli cli, String url) {
        try {
            return PostgresOptions.builder(url)
                    .allowPlaintext(cli.options().allowPlainStore)
                    .build();
        } catch (IllegalArgumentException e) {
            throw CliException.usage((cli.options().store == null ? VARIABLE : "--store") + ": " + e.getMessage());
        }
    }
}
