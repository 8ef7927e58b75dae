package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.model.CounterKey;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.WalletId;
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
                OR EXISTS (SELECT 1 FROM caught_up WHERE wallet = $1 AND mint = $4 AND keyset = $5)
            ON CONFLICT (wallet, derivation) DO UPDATE SET next = counter.next + excluded.next
            RETURNING next""";

    private static final String RAISE = """
            INSERT INTO counter (wallet, derivation, next) VALUES ($1, $2, $3)
            ON CONFLICT (wallet, derivation) DO UPDATE SET next = excluded.next WHERE counter.next < excluded.next""";
    private static final String CATCH_UP = """
            INSERT INTO caught_up (wallet, mint, keyset)
            SELECT wallet, $1, $2 FROM restored WHERE wallet = $3
            ON CONFLICT (wallet, mint, keyset) DO NOTHING""";
    private static final String FIND = "SELECT next FROM counter WHERE wallet = $1 AND derivation = $2";
    private static final String FIND_BEHIND = """
            SELECT 1 FROM restored WHERE wallet = $1
            AND NOT EXISTS (SELECT 1 FROM caught_up WHERE wallet = $1 AND mint = $2 AND keyset = $3)""";
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
        return tx.query(FIND, row -> row.integer(0), wallet.value(), derivation(keyset))
                .singleOrEmpty()
                .defaultIfEmpty(0L)
                .flatMap(next -> tx.query(FIND_BEHIND, row -> true, wallet.value(), mint.value(), keyset.toBytes())
                        .hasElements()
                        .map(behind -> new KeysetCounter(next, behind)));
    }

    /** Makes the counter at least {@code least}. */
    Mono<Void> raise(Tx tx, WalletId wallet, KeysetId keyset, long least) {
        return least == 0
                ? Mono.empty()
                : tx.update(RAISE, wallet.value(), derivation(keyset), least).then();
    }

    /** Lets the mint's keyset give counters again, if the wallet is a restored one. */
    Mono<Void> catchUp(Tx tx, WalletId wallet, MintUrl mint, KeysetId keyset) {
        return tx.update(CATCH_UP, mint.value(), keyset.toBytes(), wallet.value())
                .then();
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
