package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Hex;
import io.nutflux.model.OperationId;
import io.nutflux.model.WalletId;
import io.nutflux.store.ClaimedToken;
import io.nutflux.store.OperationDraft;
import io.nutflux.vault.Place;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** The proofs of tokens in progress: one row a token, so that a token is sealed, written and erased once. */
final class IncomingTokenSql {

    static final String TABLE = "incoming_token";

    private static final String INSERT =
            "INSERT INTO incoming_token (wallet, operation, position, ys, sealed, key_version)"
                    + " VALUES ($1, $2, $3, $4, $5, $6)";
    private static final String FIND =
            "SELECT position, ys, sealed FROM incoming_token WHERE wallet = $1 AND operation = $2";
    private static final String FIND_YS =
            "SELECT position, ys FROM incoming_token WHERE wallet = $1 AND operation = $2";
    private static final String DELETE = "DELETE FROM incoming_token WHERE wallet = $1 AND operation = $2";

    /** What a row holds beside its position. */
    record Proofs(List<CurvePoint> Ys, Sealed sealed) {}

    private record Points(long position, List<CurvePoint> Ys) {}

    private record Found(long position, Proofs proofs) {}

    /** The rows that {@link #add} inserts. */
    List<Object[]> rows(Sealer sealer, WalletId wallet, OperationDraft draft) {
        List<Object[]> rows = new ArrayList<>(draft.tokens().size());
        String operation = draft.id().value();
        for (ClaimedToken token : draft.tokens()) {
            long position = rows.size();
            byte[] ys = Columns.points(token.Ys());
            byte[] sealed = sealer.seal(place(operation, position, ys), SealedTokenCodec.encode(token.proofs()));
            rows.add(new Object[] {wallet.value(), operation, position, ys, sealed, sealer.version()});
        }
        return rows;
    }

    Mono<Void> add(Tx tx, List<Object[]> rows) {
        return tx.batch(INSERT, rows).then();
    }

    /** The proofs of the operation's tokens, by the tokens' positions. */
    Mono<Map<Long, Proofs>> find(Tx tx, WalletId wallet, OperationId operation) {
        return tx.query(FIND, row -> found(row, operation), wallet.value(), operation.value())
                .collectMap(Found::position, Found::proofs);
    }

    /** {@code Y} of each proof of the operation's tokens at {@code positions}. */
    Mono<List<CurvePoint>> Ys(Tx tx, WalletId wallet, OperationId operation, Set<Long> positions) {
        return tx.query(
                        FIND_YS,
                        row -> new Points(row.integer(0), Columns.points(row.bytes(1))),
                        wallet.value(),
                        operation.value())
                .filter(points -> positions.contains(points.position()))
                .flatMapIterable(Points::Ys)
                .collectList();
    }

    Mono<Void> erase(Tx tx, WalletId wallet, OperationId operation) {
        return tx.update(DELETE, wallet.value(), operation.value()).then();
    }

    private static Found found(Row row, OperationId operation) {
        long position = row.integer(0);
        byte[] ys = row.bytes(1);
        return new Found(
                position,
                new Proofs(Columns.points(ys), new Sealed(place(operation.value(), position, ys), row.bytes(2))));
    }

    static StoreException missing(OperationId operation, long position) {
        return new StoreException(
                StoreException.Kind.CORRUPT,
                "operation " + operation + " has a token at position " + position + " without a row of " + TABLE,
                null);
    }

    /** Binds, beside the key, the points, which are too many to be named. */
    static Place place(String operation, long position, byte[] ys) {
        return Place.of(TABLE, "sealed", operation, Long.toString(position), Hex.encode(sha256(ys)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
