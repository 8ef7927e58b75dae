package io.nutflux.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.InboxCounts;
import io.nutflux.model.InboxEntry;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import io.nutflux.store.InboxDraft;
import io.nutflux.store.InboxVerdict;
import io.nutflux.vault.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Entries of the inbox; their keys, outcomes and claims stand with the redemptions. */
final class InboxSql {

    /** Word for word the condition of the index {@code inbox_waiting}. */
    private static final String WAITING = "finished_at IS NULL";

    private static final String ENTRY =
            "i.key, i.mint, i.accepted_at, i.attempts, i.due_at, i.finished_at, i.reason, " + OutcomeColumns.NAMES;
    private static final String JOINED = " FROM inbox i JOIN redemption r ON r.wallet = i.wallet AND r.key = i.key";
    private static final String INSERT = """
            INSERT INTO inbox (wallet, key, mint, sealed, key_version, ys, accepted_at, due_at, attempts)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0)""";
    private static final String COUNT_BY_MINT =
            "SELECT mint, count(*) FROM inbox WHERE wallet = $1 AND " + WAITING + " GROUP BY mint";
    private static final String COUNT = "SELECT count(*), min(accepted_at) FROM inbox WHERE wallet = $1 AND " + WAITING;
    private static final String FIND_DUE = """
            SELECT key, mint, sealed, accepted_at, attempts, refused_at FROM inbox
            WHERE wallet = $1 AND due_at <= $2 AND finished_at IS NULL AND mint NOT IN (%s)
            ORDER BY due_at, key LIMIT $""";
    private static final String TAKE = "UPDATE inbox SET owner = $1, due_at = $2, attempts = attempts + 1"
            + " WHERE wallet = $3 AND key = $4 AND attempts = $5 AND " + WAITING;
    private static final String RENEW =
            "UPDATE inbox SET due_at = $1 WHERE wallet = $2 AND key = $3 AND owner = $4" + " AND " + WAITING;
    private static final String FIND_HELD = "SELECT i.key, i.ys, i.owner, r.kind" + JOINED
            + " WHERE i.wallet = $1 AND i.key IN (%s) AND i.finished_at IS NULL AND i.owner IS NOT NULL";
    private static final String PUT_BACK = "UPDATE inbox SET owner = NULL, due_at = $1, reason = $2,"
            + " refused_at = $3 WHERE wallet = $4 AND key = $5 AND owner = $6 AND " + WAITING;
    private static final String FINISH =
            "UPDATE inbox SET owner = NULL, sealed = NULL, key_version = NULL, reason = NULL, finished_at = $1"
                    + " WHERE wallet = $2 AND key = $3 AND owner = $4 AND " + WAITING;
    private static final String RELEASE =
            "UPDATE inbox SET owner = NULL, due_at = $1 WHERE wallet = $2 AND owner = $3 AND " + WAITING;
    private static final String VOID_LEASES =
            "UPDATE inbox SET owner = NULL, due_at = accepted_at WHERE owner IS NOT NULL AND " + WAITING;
    private static final String FIND = "SELECT " + ENTRY + JOINED + " WHERE i.wallet = $1 AND i.key = $2";
    private static final String FIND_WAITING = "SELECT " + ENTRY + JOINED
            + " WHERE i.wallet = $1 AND i.finished_at IS NULL ORDER BY i.due_at, i.key LIMIT $2";
    private static final String FIND_FINISHED =
            "SELECT key, ys FROM inbox WHERE wallet = $1 AND finished_at < $2 ORDER BY finished_at, key LIMIT $3";
    private static final String DELETE = "DELETE FROM inbox WHERE wallet = $1 AND key = $2";

    private static final int OUTCOME = 7;

    /** An entry in a worker's hands, with the kind of its redemption. */
    record Held(String key, List<CurvePoint> Ys, String owner, String kind) {}

    /** An entry that is finished. */
    record Finished(String key, List<CurvePoint> Ys) {}

    /** The row that {@link #insert} stores. */
    Object[] row(Sealer sealer, WalletId wallet, InboxDraft draft, Instant now) {
        String mint = draft.mint().value();
        return new Object[] {
            wallet.value(),
            draft.key(),
            mint,
            sealer.seal(place(draft.key(), mint), draft.token().getBytes(UTF_8)),
            sealer.version(),
            Columns.points(draft.Ys()),
            Columns.time(now)
        };
    }

    Mono<Void> insert(Tx tx, List<Object[]> rows) {
        return tx.batch(INSERT, rows).then();
    }

    /** How many entries wait of each mint that has any. */
    Mono<Map<MintUrl, Long>> waitingByMint(Tx tx, WalletId wallet) {
        return tx.query(COUNT_BY_MINT, row -> Map.entry(MintUrl.of(row.text(0)), row.integer(1)), wallet.value())
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<InboxCounts> counts(Tx tx, WalletId wallet) {
        return tx.query(
                        COUNT,
                        row -> {
                            Long oldest = row.integerOrNull(1);
                            return new InboxCounts(row.integer(0), oldest == null ? null : Columns.time(oldest));
                        },
                        wallet.value())
                .single();
    }

    Mono<List<SealedTask>> claim(
            Tx tx,
            WalletId wallet,
            String owner,
            Instant now,
            Instant leaseUntil,
            int limit,
            Collection<MintUrl> except) {
        // No mint's address is empty: a list of none is written as one of that.
        List<String> mints = except.isEmpty()
                ? List.of("")
                : except.stream().map(MintUrl::value).toList();
        int size = InList.sizeFor(mints.size());
        List<Object> parameters = new ArrayList<>(List.of(wallet.value(), Columns.time(now)));
        for (int i = 0; i < size; i++) {
            parameters.add(mints.get(Math.min(i, mints.size() - 1)));
        }
        parameters.add((long) Math.max(0, limit));
        String sql = FIND_DUE.replace("%s", InList.placeholders(3, size))
                + (3 + size)
                + tx.dialect().skipLocked();
        return tx.query(sql, InboxSql::task, parameters.toArray())
                .collectList()
                .flatMap(due -> take(tx, wallet, due, owner, leaseUntil));
    }

    private static Mono<List<SealedTask>> take(
            Tx tx, WalletId wallet, List<SealedTask> due, String owner, Instant leaseUntil) {
        List<Object[]> rows = due.stream()
                .map(task -> new Object[] {
                    owner, Columns.time(leaseUntil), wallet.value(), task.key(), (long) task.attempts()
                })
                .toList();
        return Errors.require(tx.batch(TAKE, rows), rows.size(), "a due entry of the inbox was changed meanwhile")
                .thenReturn(due.stream().map(SealedTask::attempted).toList());
    }

    Mono<Void> renew(Tx tx, WalletId wallet, String owner, List<String> keys, Instant leaseUntil) {
        long until = Columns.time(leaseUntil);
        return tx.batch(
                        RENEW,
                        keys.stream()
                                .map(key -> new Object[] {until, wallet.value(), key, owner})
                                .toList())
                .then();
    }

    /** Those of {@code keys} that are {@code owner}'s. */
    Mono<List<Held>> held(Tx tx, WalletId wallet, String owner, List<String> keys) {
        return InList.query(
                        FIND_HELD,
                        wallet.value(),
                        keys,
                        (sql, parameters) -> tx.query(
                                sql,
                                row -> new Held(row.text(0), Columns.points(row.bytes(1)), row.text(2), row.text(3)),
                                parameters))
                .filter(held -> held.owner().equals(owner))
                .collectList();
    }

    Mono<Long> putBack(Tx tx, List<Object[]> rows) {
        return tx.batch(PUT_BACK, rows);
    }

    static Object[] putBackRow(WalletId wallet, String owner, InboxVerdict.Later later) {
        Instant since = later.refusedSince();
        return new Object[] {
            Columns.time(later.due()),
            later.reason(),
            Columns.integer(since == null ? null : Columns.time(since)),
            wallet.value(),
            later.key(),
            owner
        };
    }

    Mono<Long> finish(Tx tx, WalletId wallet, String owner, List<String> keys, Instant now) {
        return tx.batch(
                FINISH,
                keys.stream()
                        .map(key -> new Object[] {Columns.time(now), wallet.value(), key, owner})
                        .toList());
    }

    Mono<Void> release(Tx tx, WalletId wallet, String owner, Instant now) {
        return tx.update(RELEASE, Columns.time(now), wallet.value(), owner).then();
    }

    /** Makes all entries of all wallets nobody's, for a database that no other process works with. */
    Mono<Void> voidLeases(Tx tx) {
        return tx.update(VOID_LEASES).then();
    }

    Mono<InboxEntry> find(Tx tx, WalletId wallet, String key) {
        return tx.query(FIND, InboxSql::entry, wallet.value(), key).singleOrEmpty();
    }

    Mono<List<InboxEntry>> waiting(Tx tx, WalletId wallet, int limit) {
        return tx.query(FIND_WAITING, InboxSql::entry, wallet.value(), (long) Math.max(0, limit))
                .collectList();
    }

    Mono<List<Finished>> finishedBefore(Tx tx, WalletId wallet, Instant time, int limit) {
        return tx.query(
                        FIND_FINISHED,
                        row -> new Finished(row.text(0), Columns.points(row.bytes(1))),
                        wallet.value(),
                        Columns.time(time),
                        (long) Math.max(0, limit))
                .collectList();
    }

    Mono<Void> delete(Tx tx, WalletId wallet, List<Finished> entries) {
        return tx.batch(
                        DELETE,
                        entries.stream()
                                .map(entry -> new Object[] {wallet.value(), entry.key()})
                                .toList())
                .then();
    }

    private static SealedTask task(Row row) {
        String key = row.text(0);
        String mint = row.text(1);
        Long since = row.integerOrNull(5);
        return new SealedTask(
                key,
                MintUrl.of(mint),
                new Sealed(place(key, mint), row.bytes(2)),
                Columns.time(row.integer(3)),
                Math.toIntExact(row.integer(4)),
                since == null ? null : Columns.time(since));
    }

    /** Keys are the caller's, and may hold what no database keeps: half characters, which it replaces. */
    static Place place(String key, String mint) {
        return Place.of("inbox", "sealed", new String(key.getBytes(UTF_8), UTF_8), mint);
    }

    private static InboxEntry entry(Row row) {
        String key = row.text(0);
        RedeemResult outcome = OutcomeColumns.read(row, key, OUTCOME);
        boolean finished = row.integerOrNull(5) != null;
        return new InboxEntry(
                key,
                MintUrl.of(row.text(1)),
                Columns.time(row.integer(2)),
                Math.toIntExact(row.integer(3)),
                finished ? null : Columns.time(row.integer(4)),
                row.textOrNull(6),
                outcome);
    }
}
