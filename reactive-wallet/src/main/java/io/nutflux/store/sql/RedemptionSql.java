package io.nutflux.store.sql;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.OperationId;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.WalletId;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.InboxDraft;
import io.nutflux.store.OperationDraft;
import io.nutflux.store.Redemption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tokens that came in: their keys and outcomes, and whose each proof is. */
final class RedemptionSql {

    private static final String COLUMNS = "r.key, r.digest, " + OutcomeColumns.NAMES;
    private static final String INSERT = """
            INSERT INTO redemption (wallet, key, digest, operation, position, kind, mint, unit, amount)
            VALUES ($1, $2, $3, $4, $5, 'PENDING', $6, $7, $8)
            ON CONFLICT (wallet, key) DO UPDATE
            SET operation = excluded.operation, position = excluded.position, kind = 'PENDING',
                mint = excluded.mint, unit = excluded.unit, amount = excluded.amount
            WHERE redemption.kind = 'WAITING' AND redemption.digest = excluded.digest""";
    private static final String INSERT_WAITING =
            "INSERT INTO redemption (wallet, key, digest, position, kind) VALUES ($1, $2, $3, 0, 'WAITING')";
    /** A proof that the same key holds already stays its: that of a token that waited. */
    private static final String INSERT_CLAIM = """
            INSERT INTO claim (wallet, y, key) VALUES ($1, $2, $3)
            ON CONFLICT (wallet, y) DO UPDATE SET key = excluded.key WHERE claim.key = excluded.key""";

    private static final String DECIDE = """
            UPDATE redemption
            SET kind = $1, mint = $2, unit = $3, amount = $4, fee = $5, reason = $6, detail = $7
            WHERE wallet = $8 AND key = $9 AND operation = $10 AND kind = 'PENDING'""";
    private static final String DROP_CLAIM = "DELETE FROM claim WHERE wallet = $1 AND y = $2";
    private static final String JUDGE = """
            UPDATE redemption
            SET kind = $1, mint = $2, unit = $3, amount = $4, fee = $5, reason = $6, detail = $7
            WHERE wallet = $8 AND key = $9 AND kind = 'WAITING'""";
    private static final String WAIT_AGAIN = """
            UPDATE redemption SET kind = 'WAITING', operation = NULL, mint = NULL, unit = NULL, amount = NULL
            WHERE wallet = $1 AND operation = $2 AND kind = 'PENDING' AND EXISTS (
                SELECT 1 FROM inbox i
                WHERE i.wallet = redemption.wallet AND i.key = redemption.key AND i.finished_at IS NULL)""";
    private static final String DROP_OWN_CLAIM = "DELETE FROM claim WHERE wallet = $1 AND y = $2 AND key = $3";
    private static final String DELETE = "DELETE FROM redemption WHERE wallet = $1 AND key = $2";
    private static final String FORGET =
            "DELETE FROM redemption WHERE wallet = $1 AND operation = $2 AND kind = 'PENDING'";
    private static final String FIND_PENDING = """
            SELECT key, digest, position FROM redemption WHERE wallet = $1 AND operation = $2 AND kind = 'PENDING'
            ORDER BY position""";
    private static final String FIND_BY_KEY =
            "SELECT " + COLUMNS + " FROM redemption r WHERE r.wallet = $1 AND r.key IN (%s)";
    private static final String FIND_BY_DIGEST =
            "SELECT " + COLUMNS + " FROM redemption r WHERE r.wallet = $1 AND r.digest IN (%s)"
                    + " AND (r.operation IS NOT NULL OR r.kind = 'WAITING')";
    private static final String FIND_BY_Y = "SELECT " + COLUMNS
            + ", c.y FROM claim c JOIN redemption r ON r.wallet = c.wallet AND r.key = c.key"
            + " WHERE c.wallet = $1 AND c.y IN (%s)";
    private static final int Y_COLUMN = 2 + OutcomeColumns.COUNT;

    private final IncomingTokenSql incoming = new IncomingTokenSql();

    /** A token without an outcome. */
    record Undecided(String key, String digest, long position) {}

    /** The rows that {@link #claim} inserts. */
    record Claims(List<Object[]> redemptions, List<Object[]> claims, List<Object[]> tokens) {}

    Claims claims(Sealer sealer, WalletId wallet, OperationDraft draft) {
        if (repeats(draft.tokens())) {
            throw Errors.conflict("a key or a proof twice in operation " + draft.id());
        }
        List<Object[]> redemptions = new ArrayList<>();
        List<Object[]> claims = new ArrayList<>();
        String id = draft.id().value();
        for (ClaimedToken token : draft.tokens()) {
            redemptions.add(new Object[] {
                wallet.value(),
                token.key(),
                token.digest(),
                id,
                (long) redemptions.size(),
                draft.mint().value(),
                draft.unit().label(),
                token.value().bits()
            });
            claims.addAll(claimRows(wallet, token.key(), token.Ys()));
        }
        return new Claims(redemptions, claims, incoming.rows(sealer, wallet, draft));
    }

    Mono<Void> claim(Tx tx, Claims claims) {
        return Errors.require(
                        tx.batch(INSERT, claims.redemptions()),
                        claims.redemptions().size(),
                        "a key is taken")
                .then(hold(tx, claims.claims()))
                .then(incoming.add(tx, claims.tokens()));
    }

    /** What is there twice would be taken for what the draft itself holds already. */
    private static boolean repeats(List<ClaimedToken> tokens) {
        Set<String> keys = new HashSet<>();
        Set<CurvePoint> Ys = new HashSet<>();
        return tokens.stream().anyMatch(token -> !keys.add(token.key()))
                || tokens.stream().flatMap(token -> token.Ys().stream()).anyMatch(Y -> !Ys.add(Y));
    }

    private static Mono<Void> hold(Tx tx, List<Object[]> claims) {
        return Errors.require(tx.batch(INSERT_CLAIM, claims), claims.size(), "a proof belongs to another token");
    }

    /** The keys and the proofs of tokens that wait in the inbox; nothing may be known of them. */
    Mono<Void> addWaiting(Tx tx, WalletId wallet, List<InboxDraft> drafts) {
        List<Object[]> waiting = new ArrayList<>();
        List<Object[]> claims = new ArrayList<>();
        for (InboxDraft draft : drafts) {
            waiting.add(new Object[] {wallet.value(), draft.key(), draft.digest()});
            draft.Ys().forEach(Y -> claims.add(new Object[] {wallet.value(), Y.toBytes(), draft.key()}));
        }
        return tx.batch(INSERT_WAITING, waiting).then(hold(tx, claims));
    }

    /** Final outcomes of tokens that wait and were never part of an operation; {@code held} are all of them. */
    Mono<Void> judge(Tx tx, WalletId wallet, List<InboxSql.Held> held, Map<String, RedeemResult> outcomes) {
        List<Object[]> rows = new ArrayList<>();
        List<Object[]> claims = new ArrayList<>();
        for (InboxSql.Held one : held) {
            RedeemResult outcome = Objects.requireNonNull(outcomes.get(one.key()));
            rows.add(OutcomeColumns.parameters(outcome, wallet.value(), one.key()));
            claims.addAll(claimRows(wallet, one.key(), one.Ys()));
        }
        return Errors.require(tx.batch(JUDGE, rows), rows.size(), "an entry of the inbox waits no more")
                .then(tx.batch(DROP_OWN_CLAIM, claims))
                .then();
    }

    /** Forgets what was decided of entries of the inbox, and their claims. */
    Mono<Void> delete(Tx tx, WalletId wallet, List<InboxSql.Finished> entries) {
        List<Object[]> rows = new ArrayList<>();
        List<Object[]> claims = new ArrayList<>();
        for (InboxSql.Finished one : entries) {
            rows.add(new Object[] {wallet.value(), one.key()});
            claims.addAll(claimRows(wallet, one.key(), one.Ys()));
        }
        return tx.batch(DROP_OWN_CLAIM, claims).then(tx.batch(DELETE, rows)).then();
    }

    private static List<Object[]> claimRows(WalletId wallet, String key, List<CurvePoint> Ys) {
        return Ys.stream()
                .map(Y -> new Object[] {wallet.value(), Y.toBytes(), key})
                .toList();
    }

    /** Stores outcomes of tokens of {@code operation} that have none; a conflict if one of them has, or is not its. */
    Mono<Void> decide(Tx tx, WalletId wallet, OperationId operation, List<RedeemResult> outcomes) {
        List<Object[]> rows = outcomes.stream()
                .map(outcome -> OutcomeColumns.parameters(outcome, wallet.value(), outcome.key(), operation.value()))
                .toList();
        Set<String> lost = outcomes.stream()
                .filter(outcome -> !(outcome instanceof RedeemResult.Redeemed))
                .map(RedeemResult::key)
                .collect(Collectors.toSet());
        Mono<Void> dropped = lost.isEmpty()
                ? Mono.empty()
                : undecided(tx, wallet, operation)
                        .map(tokens -> tokens.stream()
                                .filter(token -> lost.contains(token.key()))
                                .toList())
                        .flatMap(tokens -> dropClaims(tx, wallet, operation, tokens));
        return dropped.then(Errors.require(
                tx.batch(DECIDE, rows), rows.size(), "an outcome is for a key that is not the operation's"));
    }

    /** The tokens of {@code operation} that have no outcome, in the draft's order. */
    Mono<List<Undecided>> undecided(Tx tx, WalletId wallet, OperationId operation) {
        return tx.query(
                        FIND_PENDING,
                        row -> new Undecided(row.text(0), row.text(1), row.integer(2)),
                        wallet.value(),
                        operation.value())
                .collectList();
    }

    /** Forgets the undecided tokens of {@code operation}; those that came from the inbox wait again. */
    Mono<Void> forget(Tx tx, WalletId wallet, OperationId operation) {
        return tx.update(WAIT_AGAIN, wallet.value(), operation.value())
                .then(undecided(tx, wallet, operation))
                .flatMap(tokens -> dropClaims(tx, wallet, operation, tokens))
                .then(tx.update(FORGET, wallet.value(), operation.value()))
                .then();
    }

    Mono<Void> eraseProofs(Tx tx, WalletId wallet, OperationId operation) {
        return incoming.erase(tx, wallet, operation);
    }

    /** The tokens of an unfinished operation with their proofs, in the draft's order. */
    Mono<List<SealedToken>> tokens(Tx tx, WalletId wallet, OperationId operation) {
        return undecided(tx, wallet, operation)
                .flatMap(tokens -> tokens.isEmpty()
                        ? Mono.just(List.<SealedToken>of())
                        : incoming.find(tx, wallet, operation)
                                .map(proofs -> tokens.stream()
                                        .map(token -> sealed(operation, token, proofs.get(token.position())))
                                        .toList()));
    }

    Mono<List<Redemption>> find(
            Tx tx, WalletId wallet, Collection<String> keys, Collection<String> digests, Collection<CurvePoint> Ys) {
        String scope = wallet.value();
        List<byte[]> points = Ys.stream().map(CurvePoint::toBytes).toList();
        Flux<Redemption> byKey = InList.find(tx, FIND_BY_KEY, scope, keys, row -> redemption(row, Set.of()));
        Flux<Redemption> byDigest = InList.find(tx, FIND_BY_DIGEST, scope, digests, row -> redemption(row, Set.of()));
        Flux<Redemption> byY = InList.find(
                tx, FIND_BY_Y, scope, points, row -> redemption(row, Set.of(CurvePoint.of(row.bytes(Y_COLUMN)))));
        return Flux.concat(byKey, byDigest, byY)
                .collect(HashMap<String, Redemption>::new, RedemptionSql::merge)
                .map(found -> List.copyOf(found.values()));
    }

    private Mono<Void> dropClaims(Tx tx, WalletId wallet, OperationId operation, List<Undecided> tokens) {
        if (tokens.isEmpty()) {
            return Mono.empty();
        }
        Set<Long> positions = tokens.stream().map(Undecided::position).collect(Collectors.toSet());
        return incoming.Ys(tx, wallet, operation, positions)
                .flatMap(Ys -> tx.batch(
                        DROP_CLAIM,
                        Ys.stream()
                                .map(Y -> new Object[] {wallet.value(), Y.toBytes()})
                                .toList()))
                .then();
    }

    private static void merge(Map<String, Redemption> found, Redemption one) {
        found.merge(one.key(), one, (before, more) -> {
            Set<CurvePoint> shared = new HashSet<>(before.shared());
            shared.addAll(more.shared());
            return new Redemption(before.key(), before.digest(), before.result(), shared, before.binding());
        });
    }

    private static SealedToken sealed(
            OperationId operation, Undecided token, IncomingTokenSql.@Nullable Proofs proofs) {
        if (proofs == null) {
            throw IncomingTokenSql.missing(operation, token.position());
        }
        return new SealedToken(token.key(), token.digest(), proofs);
    }

    private static Redemption redemption(Row row, Set<CurvePoint> shared) {
        RedeemResult result = OutcomeColumns.read(row, row.text(0), 2);
        boolean binding = result instanceof RedeemResult.Waiting || row.textOrNull(2) != null;
        return new Redemption(row.text(0), row.text(1), result, shared, binding);
    }
}
