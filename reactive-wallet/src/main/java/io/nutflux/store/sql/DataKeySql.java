package io.nutflux.store.sql;

import io.nutflux.model.WalletId;
import io.nutflux.store.sql.StoredKey.State;
import io.nutflux.vault.KeyContext;
import io.nutflux.vault.WrappedKey;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Wrapped data keys, and the epoch of the key that wraps them: 0 until the first data key is made, one up each time that all
 * are wrapped anew with another key. Whoever adds a key must know the epoch, so that no replica with an old password adds
 * one that the others cannot unwrap.
 */
final class DataKeySql {

    private static final String COLUMNS = "wallet, version, provider, wrapped, state";
    private static final String FIND_OF_WALLET =
            "SELECT " + COLUMNS + " FROM data_key WHERE wallet = $1 ORDER BY version";
    private static final String FIND_ALL = "SELECT " + COLUMNS + " FROM data_key ORDER BY wallet, version";
    private static final String FIND_ANY = "SELECT " + COLUMNS + " FROM data_key ORDER BY wallet, version LIMIT 1";
    private static final String FIND_ACTIVE =
            "SELECT 1 FROM data_key WHERE wallet = $1 AND version = $2 AND state = 'ACTIVE'";
    private static final String INSERT = """
            INSERT INTO data_key (wallet, version, provider, wrapped, state, created_at)
            VALUES ($1, $2, $3, $4, 'ACTIVE', $5) ON CONFLICT DO NOTHING""";
    private static final String RETIRE =
            "UPDATE data_key SET state = 'RETIRED' WHERE wallet = $1 AND version = $2 AND state = 'ACTIVE'";
    private static final String REWRAP = """
            UPDATE data_key SET provider = $1, wrapped = $2
            WHERE wallet = $3 AND version = $4 AND provider = $5 AND wrapped = $6""";
    private static final String DELETE =
            "DELETE FROM data_key WHERE wallet = $1 AND version = $2 AND state = 'RETIRED'";
    private static final String FIND_EPOCH = "SELECT epoch FROM key_epoch";
    private static final String KEEP_EPOCH =
            "UPDATE key_epoch SET epoch = CASE WHEN epoch = 0 THEN 1 ELSE epoch END WHERE epoch = $1";
    private static final String ADVANCE_EPOCH = "UPDATE key_epoch SET epoch = epoch + 1 WHERE epoch = $1";
    private static final String FIND_SEALED = """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM proof WHERE wallet = $1)
                OR EXISTS (SELECT 1 FROM incoming_token WHERE wallet = $1)
                OR EXISTS (SELECT 1 FROM request WHERE wallet = $1)
                OR EXISTS (SELECT 1 FROM secret WHERE wallet = $1)
                OR EXISTS (SELECT 1 FROM inbox WHERE wallet = $1 AND finished_at IS NULL)""";

    Mono<List<StoredKey>> of(Tx tx, WalletId wallet) {
        return tx.query(FIND_OF_WALLET, DataKeySql::key, wallet.value()).collectList();
    }

    Mono<List<StoredKey>> all(Tx tx) {
        return tx.query(FIND_ALL, DataKeySql::key).collectList();
    }

    /** One key of whatever wallet; empty if no wallet has any. */
    Mono<StoredKey> any(Tx tx) {
        return tx.query(FIND_ANY, DataKeySql::key).singleOrEmpty();
    }

    /** Fails unless {@code version} seals; keeps it so until the transaction ends. */
    Mono<Void> requireActive(Tx tx, WalletId wallet, long version) {
        return requireFound(tx.query(FIND_ACTIVE + tx.dialect().forShare(), row -> true, wallet.value(), version)
                .hasElements());
    }

    /** Whether a row of the wallet is sealed, with whatever key. */
    Mono<Boolean> hasSealed(Tx tx, WalletId wallet) {
        return tx.query(FIND_SEALED, row -> true, wallet.value()).hasElements();
    }

    /** Emits 1, or 0 if the wallet has this key or another one that seals. */
    Mono<Long> insert(Tx tx, KeyContext context, WrappedKey wrapped, Instant now) {
        return tx.update(
                INSERT,
                context.name().value(),
                (long) context.version(),
                wrapped.provider(),
                wrapped.text(),
                Columns.time(now));
    }

    /** Fails unless {@code version} was the one that seals. */
    Mono<Void> retire(Tx tx, WalletId wallet, long version) {
        return requireOne(tx.update(RETIRE, wallet.value(), version));
    }

    /** Fails if one of the keys is no longer stored as it was. */
    Mono<Void> rewrap(Tx tx, List<SqlStoreKeys.Change> changes) {
        List<Object[]> rows = changes.stream()
                .map(change -> new Object[] {
                    change.wrapped().provider(),
                    change.wrapped().text(),
                    change.key().wallet().value(),
                    (long) change.key().version(),
                    change.key().wrapped().provider(),
                    change.key().wrapped().text()
                })
                .toList();
        return requireFound(tx.batch(REWRAP, rows).map(changed -> changed == rows.size()));
    }

    /** Only a retired one. */
    Mono<Void> delete(Tx tx, WalletId wallet, long version) {
        return tx.update(DELETE, wallet.value(), version).then();
    }

    Mono<Long> epoch(Tx tx) {
        return tx.query(FIND_EPOCH, row -> row.integer(0)).single();
    }

    /**
     * Fails unless the epoch is still this one; keeps it so until the transaction ends. Epoch 0 becomes 1. Writes the row in
     * any case, so that of two overlapping transactions one sees what the other did or is refused.
     */
    Mono<Void> requireEpoch(Tx tx, long epoch) {
        return requireOne(tx.update(KEEP_EPOCH, epoch));
    }

    /** Fails unless the epoch was this one. */
    Mono<Void> advanceEpoch(Tx tx, long epoch) {
        return requireOne(tx.update(ADVANCE_EPOCH, epoch));
    }

    private static Mono<Void> requireOne(Mono<Long> changed) {
        return requireFound(changed.map(count -> count == 1));
    }

    private static Mono<Void> requireFound(Mono<Boolean> found) {
        return found.flatMap(yes -> yes ? Mono.empty() : Mono.error(new StaleKeysException()));
    }

    private static StoredKey key(Row row) {
        return new StoredKey(
                new WalletId(row.text(0)),
                Math.toIntExact(row.integer(1)),
                new WrappedKey(row.text(2), row.text(3)),
                State.valueOf(row.text(4)));
    }
}
