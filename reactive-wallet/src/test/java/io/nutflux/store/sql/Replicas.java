package io.nutflux.store.sql;

import io.nutflux.crypto.Randomness;
import io.nutflux.model.WalletId;
import io.nutflux.vault.KeyProvider;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Stores over one database, each with key rings of its own, as the processes of a service would have. */
final class Replicas {

    static final Duration LONG = Duration.ofSeconds(60);

    private Replicas() {}

    /** What one process has in memory. */
    record Replica(Database database, Keyrings keyrings, SqlWalletStore store) {

        /** A rotation by this process, a few rows a page. */
        List<RotationProgress> rotate(WalletId wallet, int pageSize) {
            return rotation(wallet, pageSize).run().collectList().block(LONG);
        }

        KeyRotation rotation(WalletId wallet, int pageSize) {
            return new KeyRotation(database, keyrings, Randomness.secure(), Clock.systemUTC(), wallet, pageSize);
        }
    }

    static Replica open(Database database, KeyProvider provider) {
        Keyrings keyrings = new Keyrings(database, provider, Randomness.secure(), Clock.systemUTC());
        keyrings.check().block(LONG);
        return new Replica(database, keyrings, new SqlWalletStore(database, keyrings));
    }

    /** The versions of all sealed rows of a wallet, each once, by table. */
    static List<String> versions(Database database, WalletId wallet) {
        return database.inTransaction(tx -> Mono.just(tx)
                        .flatMapIterable(any -> SealedTable.ALL)
                        .concatMap(table -> tx.query(
                                "SELECT DISTINCT key_version FROM " + table.name()
                                        + " WHERE wallet = $1 AND key_version IS NOT NULL ORDER BY key_version",
                                row -> table.name() + " " + row.integer(0),
                                wallet.value()))
                        .collectList())
                .block(LONG);
    }

    /** Versions and states of a wallet's data keys. */
    static List<String> keys(Database database, WalletId wallet) {
        return database.inTransaction(tx -> new DataKeySql().of(tx, wallet)).block(LONG).stream()
                .map(key -> key.version() + " " + key.state())
                .toList();
    }
}
