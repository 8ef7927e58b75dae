package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.model.CounterKey;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.WalletId;
import io.nutflux.store.Findings;
import io.nutflux.store.KeysetCounter;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Derivation counters, and which of them lag behind. */
final class CounterSql {

    /** One statement, so that nothing comes between the look whether the counter lags behind and its use. */
    private static final String TAKE = """
            INSERT INTO counter (wallet, derivation, next)
            SELECT $1, $2, $3
            WHERE NOT EXISTS (SELECT 1 FROM restored WHERE wallet = $1)
                OR EXISTS (SELECT 1 FROM caught_up WHERE wallet = $1 AND mint = $4 AND keyset = $5 AND complete = 1)
            ON CONFLICT (wallet, derivation) DO UPDATE SET next = counter.next + excluded.next
            RETURNING next""";

    private static final String RAISE = """
            INSERT INTO counter (wallet, derivation, next) VALUES ($1, $2, $3)
            ON CONFLICT (wallet, derivation) DO UPDATE SET next = excluded.next WHERE counter.next < excluded.next""";
    /** One statement, as is {@link #FIND}, so that another process does not move the counter between two looks at it. */
    private static final String BEGIN_LOOK = """
            INSERT INTO caught_up (wallet, mint, keyset, derivation, first_counter, reached, complete)
            SELECT restored.wallet, $1, $2, $3, begin.at, begin.at, 0
            FROM restored, (SELECT COALESCE(
                (SELECT MIN(first_counter) FROM caught_up WHERE wallet = $4 AND derivation = $3),
                (SELECT next FROM counter WHERE wallet = $4 AND derivation = $3),
                0) AS at) AS begin
            WHERE restored.wallet = $4
            ON CONFLICT (wallet, mint, keyset) DO NOTHING""";

    private static final String LOOKED = """
            UPDATE caught_up SET reached = CASE WHEN reached < $1 THEN $1 ELSE reached END,
                complete = CASE WHEN complete < $2 THEN $2 ELSE complete END
            WHERE wallet = $3 AND mint = $4 AND keyset = $5""";
    private static final String FIND = """
            SELECT
                COALESCE((SELECT next FROM counter WHERE wallet = $1 AND derivation = $2), 0),
                COALESCE(
                    (SELECT reached FROM caught_up WHERE wallet = $1 AND mint = $3 AND keyset = $4),
                    (SELECT MIN(first_counter) FROM caught_up WHERE wallet = $1 AND derivation = $2),
                    (SELECT next FROM counter WHERE wallet = $1 AND derivation = $2),
                    0),
                (SELECT COUNT(*) FROM restored WHERE wallet = $1 AND NOT EXISTS (
                    SELECT 1 FROM caught_up WHERE wallet = $1 AND mint = $3 AND keyset = $4 AND complete = 1))""";
    private static final String FIND_RESTORED = "SELECT restored_at FROM restored WHERE wallet = $1";
    private static final String MARK_RESTORED = """
            INSERT INTO restored (wallet, restored_at) VALUES ($1, $2)
            ON CONFLICT (wallet) DO UPDATE SET restored_at = excluded.restored_at""";
    private static final String FORGET_CAUGHT_UP = "DELETE FROM caught_up WHERE wallet = $1";

    /** Takes {@code count} counters; emits the first. Fails with {@code COUNTERS_BEHIND} if they lag behind. */
    Mono<Long> take(Tx tx, WalletId wallet, MintUrl mint, KeysetId keyset, long count) {
        return tx.query(
                        TAKE,
                        row -> row.integer(0) - count,
                        wallet.value(),
                        derivation(keyset),
                        count,
                        mint.value(),
                        keyset.toBytes())
                .singleOrEmpty()
                .switchIfEmpty(Mono.error(() -> behind(mint, keyset)));
    }

    private static byte[] derivation(KeysetId keyset) {
        return CounterKey.of(keyset).toBytes();
    }

    private static StoreException behind(MintUrl mint, KeysetId keyset) {
        return new StoreException(
                StoreException.Kind.COUNTERS_BEHIND,
                "the counters of keyset " + keyset + " of " + mint
                        + " lag behind, since the store was loaded from a backup; they are"
                        + " brought up to date as soon as the mint answers, by the open wallet or by restoring from its seed",
                null);
    }

    Mono<KeysetCounter> find(Tx tx, WalletId wallet, MintUrl mint, KeysetId keyset) {
        return tx.query(FIND, CounterSql::counter, wallet.value(), derivation(keyset), mint.value(), keyset.toBytes())
                .single();
    }

    private static KeysetCounter counter(Row row) {
        return row.integer(2) == 0
                ? KeysetCounter.upToDate(row.integer(0))
                : new KeysetCounter(row.integer(0), row.integer(1), true);
    }

    /**
     * Raises the counter to what was found and, if the wallet is a restored one, notes how far the mint's keyset was looked
     * through; once that is complete it gives counters again.
     */
    Mono<Void> looked(Tx tx, WalletId wallet, Findings findings) {
        KeysetId keyset = findings.keyset();
        String mint = findings.entry().mint().value();
        return tx.update(BEGIN_LOOK, mint, keyset.toBytes(), derivation(keyset), wallet.value())
                .then(raise(tx, wallet, keyset, findings.counter()))
                .then(tx.update(
                        LOOKED,
                        findings.counter(),
                        findings.complete() ? 1L : 0L,
                        wallet.value(),
                        mint,
                        keyset.toBytes()))
                .then();
    }

    /** Makes the counter at least {@code least}. */
    private Mono<Void> raise(Tx tx, WalletId wallet, KeysetId keyset, long least) {
        return least == 0
                ? Mono.empty()
                : tx.update(RAISE, wallet.value(), derivation(keyset), least).then();
    }

    Mono<Instant> restoredAt(Tx tx, WalletId wallet) {
        return tx.query(FIND_RESTORED, row -> Columns.time(row.integer(0)), wallet.value())
                .singleOrEmpty();
    }

    Mono<Void> markRestored(Tx tx, WalletId wallet, Instant when) {
        return tx.update(MARK_RESTORED, wallet.value(), Columns.time(when))
                .then(tx.update(FORGET_CAUGHT_UP, wallet.value()))
                .then();
    }
}
