package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Obstacle;
import io.nutflux.model.OperationId;
import io.nutflux.model.RequestBody;
import io.nutflux.model.WalletId;
import io.nutflux.store.Lease;
import io.nutflux.store.Operation;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.OutputPlan;
import io.nutflux.vault.Place;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Operations' rows and their requests. */
final class OperationSql {

    /** Word for word the condition of the index {@code operation_unfinished}; without it the index is not used. */
    private static final String UNFINISHED = "state <> 'SETTLED' AND state <> 'RELEASED'";

    private static final String COLUMNS =
            "id, kind, state, version, mint, unit, keyset, first_counter, amounts, handed_out, gross, fee, quote,"
                    + " created_at, owner, lease_until, parent, obstacle, stuck_since";
    private static final String FIND_QUOTE = "SELECT state FROM quote WHERE wallet = $1 AND id = $2";
    private static final String FIND_MINTING = """
            SELECT 1 FROM operation
            WHERE wallet = $1 AND quote = $2 AND kind = 'MINT' AND state <> 'SETTLED' AND state <> 'RELEASED'""";
    private static final String INSERT = "INSERT INTO operation (wallet, " + COLUMNS
            + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    private static final String MOVE =
            "UPDATE operation SET state = $1, version = version + 1 WHERE wallet = $2 AND id = $3 AND version = $4 AND ";
    private static final String MARK_SENT = MOVE + "state = 'PREPARED' RETURNING " + COLUMNS;
    private static final String SETTLE = MOVE + "state = 'SENT' RETURNING " + COLUMNS;
    private static final String RELEASE = MOVE + UNFINISHED + " RETURNING " + COLUMNS;
    private static final String LEASE = "UPDATE operation SET lease_until = $1, version = version + 1"
            + " WHERE wallet = $2 AND id = $3 AND version = $4 AND " + UNFINISHED + " RETURNING " + COLUMNS;
    private static final String ASSIGN = "UPDATE operation SET owner = $1, lease_until = $2, obstacle = $3,"
            + " stuck_since = $4, version = version + 1"
            + " WHERE wallet = $5 AND id = $6 AND version = $7 AND " + UNFINISHED + " RETURNING " + COLUMNS;
    private static final String FIND_DUE =
            "SELECT " + COLUMNS + " FROM operation WHERE wallet = $1 AND lease_until <= $2" + " AND " + UNFINISHED
                    + " ORDER BY lease_until, id LIMIT $3";
    private static final String TAKE_OVER = "UPDATE operation SET owner = $1, lease_until = $2, version = version + 1"
            + " WHERE wallet = $3 AND id = $4 AND version = $5 AND " + UNFINISHED;
    private static final String VOID_LEASES = "UPDATE operation SET lease_until = 0 WHERE " + UNFINISHED;
    private static final String FIND = "SELECT " + COLUMNS + " FROM operation WHERE wallet = $1 AND id = $2";
    private static final String FIND_UNFINISHED =
            "SELECT " + COLUMNS + " FROM operation WHERE wallet = $1 AND " + UNFINISHED + " ORDER BY created_at, id";
    private static final String INSERT_REQUEST =
            "INSERT INTO request (wallet, operation, sealed, key_version) VALUES ($1, $2, $3, $4)";
    private static final String FIND_REQUEST = "SELECT sealed FROM request WHERE wallet = $1 AND operation = $2";
    private static final String DELETE_REQUEST = "DELETE FROM request WHERE wallet = $1 AND operation = $2";

    private final CounterSql counters = new CounterSql();

    /**
     * A conflict if the draft mints a quote that is issued or being minted. The quote's row is kept until the transaction
     * ends, so that nobody else prepares, sends and settles its minting between the look and the insert.
     */
    Mono<Void> requireMintable(Tx tx, WalletId wallet, OperationDraft draft) {
        if (draft.kind() != Operation.Kind.MINT || draft.quoteId() == null) {
            return Mono.empty();
        }
        String quote = draft.quoteId();
        Mono<Boolean> issued = tx.query(
                        FIND_QUOTE + tx.dialect().forUpdate(), row -> row.text(0), wallet.value(), quote)
                .any(MintQuote.State.ISSUED.name()::equals);
        Mono<Boolean> minting =
                tx.query(FIND_MINTING, row -> true, wallet.value(), quote).hasElements();
        return issued.flatMap(yes -> yes ? Mono.just(true) : minting)
                .flatMap(taken ->
                        taken ? Mono.error(Errors.conflict("the quote is issued or being minted")) : Mono.empty());
    }

    /**
     * Takes the plan's counters and inserts the operation. Comes last in its transaction: where transactions overlap,
     * the counter's row is what they wait for each other on.
     */
    Mono<Operation> insert(Tx tx, WalletId wallet, OperationDraft draft, @Nullable OperationId parent) {
        return counters.take(
                        tx,
                        wallet,
                        draft.mint(),
                        draft.outputs().keyset(),
                        draft.outputs().size())
                .map(first -> draft.prepared(first, parent))
                .flatMap(operation ->
                        tx.update(INSERT, parameters(wallet, operation)).thenReturn(operation));
    }

    /** The row that {@link #markSent} inserts. */
    Object[] request(Sealer sealer, WalletId wallet, OperationId id, RequestBody body) {
        byte[] sealed = sealer.seal(requestPlace(id), body.toBytes());
        return new Object[] {wallet.value(), id.value(), sealed, sealer.version()};
    }

    Mono<Operation> markSent(Tx tx, WalletId wallet, OperationId id, long version, Object[] request) {
        return held(tx, MARK_SENT, Operation.State.SENT.name(), wallet, id, version)
                .flatMap(operation -> tx.update(INSERT_REQUEST, request).thenReturn(operation));
    }

    Mono<Operation> settle(Tx tx, WalletId wallet, OperationId id, long version) {
        return held(tx, SETTLE, Operation.State.SETTLED.name(), wallet, id, version);
    }

    Mono<Operation> release(Tx tx, WalletId wallet, OperationId id, long version) {
        return held(tx, RELEASE, Operation.State.RELEASED.name(), wallet, id, version);
    }

    Mono<Operation> lease(Tx tx, WalletId wallet, OperationId id, long version, Instant leaseUntil) {
        return held(tx, LEASE, Columns.time(leaseUntil), wallet, id, version);
    }

    Mono<Operation> assign(Tx tx, WalletId wallet, OperationId id, long version, Lease lease) {
        Obstacle obstacle = lease.obstacle();
        return tx.query(
                        ASSIGN,
                        OperationSql::operation,
                        lease.owner(),
                        Columns.time(lease.until()),
                        Columns.text(obstacle == null ? null : obstacle.reason().name()),
                        Columns.integer(obstacle == null ? null : Columns.time(obstacle.since())),
                        wallet.value(),
                        id.value(),
                        version)
                .singleOrEmpty()
                .switchIfEmpty(Mono.error(() -> notHeld(id, version)));
    }

    Mono<Void> eraseRequest(Tx tx, WalletId wallet, OperationId id) {
        return tx.update(DELETE_REQUEST, wallet.value(), id.value()).then();
    }

    Mono<List<Operation>> claimDue(Tx tx, WalletId wallet, String owner, Instant now, Instant leaseUntil, int limit) {
        return tx.query(
                        FIND_DUE + tx.dialect().skipLocked(),
                        OperationSql::operation,
                        wallet.value(),
                        Columns.time(now),
                        (long) Math.max(0, limit))
                .collectList()
                .flatMap(due -> takeOver(tx, wallet, due, owner, leaseUntil));
    }

    private static Mono<List<Operation>> takeOver(
            Tx tx, WalletId wallet, List<Operation> due, String owner, Instant leaseUntil) {
        List<Object[]> rows = due.stream()
                .map(operation -> new Object[] {
                    owner,
                    Columns.time(leaseUntil),
                    wallet.value(),
                    operation.id().value(),
                    operation.version()
                })
                .toList();
        return Errors.require(tx.batch(TAKE_OVER, rows), rows.size(), "a due operation was changed meanwhile")
                .thenReturn(due.stream()
                        .map(operation -> operation.heldBy(owner, leaseUntil))
                        .toList());
    }

    /** Makes all unfinished operations of all wallets due, for a database that no other process works with. */
    Mono<Void> voidLeases(Tx tx) {
        return tx.update(VOID_LEASES).then();
    }

    Mono<Operation> find(Tx tx, WalletId wallet, OperationId id) {
        return tx.query(FIND, OperationSql::operation, wallet.value(), id.value())
                .singleOrEmpty();
    }

    Mono<Sealed> request(Tx tx, WalletId wallet, OperationId id) {
        return tx.query(FIND_REQUEST, row -> new Sealed(requestPlace(id), row.bytes(0)), wallet.value(), id.value())
                .singleOrEmpty();
    }

    static Place requestPlace(OperationId id) {
        return Place.of("request", "sealed", id.value());
    }

    Mono<List<Operation>> unfinished(Tx tx, WalletId wallet) {
        return tx.query(FIND_UNFINISHED, OperationSql::operation, wallet.value())
                .collectList();
    }

    private static Mono<Operation> held(
            Tx tx, String sql, Object change, WalletId wallet, OperationId id, long version) {
        return tx.query(sql, OperationSql::operation, change, wallet.value(), id.value(), version)
                .singleOrEmpty()
                .switchIfEmpty(Mono.error(() -> notHeld(id, version)));
    }

    private static StoreException notHeld(OperationId id, long version) {
        return Errors.conflict("operation " + id + " is not at version " + version + " in a fitting state");
    }

    private static Object[] parameters(WalletId wallet, Operation operation) {
        OutputPlan outputs = operation.outputs();
        return new Object[] {
            wallet.value(),
            operation.id().value(),
            operation.kind().name(),
            operation.state().name(),
            operation.version(),
            operation.mint().value(),
            operation.unit().label(),
            outputs.keyset().toBytes(),
            outputs.firstCounter(),
            Columns.amounts(outputs.amounts()),
            Columns.flags(outputs.handedOut()),
            operation.gross().bits(),
            operation.fee().bits(),
            Columns.text(operation.quoteId()),
            Columns.time(operation.createdAt()),
            operation.owner(),
            Columns.time(operation.leaseUntil()),
            Columns.text(operation.parent() == null ? null : operation.parent().value()),
            SqlNull.TEXT,
            SqlNull.INTEGER
        };
    }

    private static Operation operation(Row row) {
        String parent = row.textOrNull(16);
        return new Operation(
                new OperationId(row.text(0)),
                Operation.Kind.valueOf(row.text(1)),
                Operation.State.valueOf(row.text(2)),
                row.integer(3),
                MintUrl.of(row.text(4)),
                new CurrencyUnit(row.text(5)),
                new OutputPlan(
                        KeysetId.of(row.bytes(6)),
                        row.integer(7),
                        Columns.amounts(row.text(8)),
                        Columns.flags(row.text(9))),
                new Amount(row.integer(10)),
                new Amount(row.integer(11)),
                row.textOrNull(12),
                Columns.time(row.integer(13)),
                row.text(14),
                Columns.time(row.integer(15)),
                parent == null ? null : new OperationId(parent),
                obstacle(row));
    }

    private static @Nullable Obstacle obstacle(Row row) {
        String reason = row.textOrNull(17);
        return reason == null ? null : new Obstacle(Obstacle.Reason.valueOf(reason), Columns.time(row.integer(18)));
    }
}
