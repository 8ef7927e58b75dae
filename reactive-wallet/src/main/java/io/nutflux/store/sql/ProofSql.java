package io.nutflux.store.sql;

import static io.nutflux.store.sql.Columns.sum;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.OperationId;
import io.nutflux.model.Proof;
import io.nutflux.model.WalletId;
import io.nutflux.store.ProofInfo;
import io.nutflux.store.StoredBalance;
import io.nutflux.store.StoredProof;
import io.nutflux.store.StoredProof.State;
import io.nutflux.vault.Place;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The wallet's own proofs and their sums. */
final class ProofSql {

    /** Rows of one page of {@link #ended} and {@link #allLive}. */
    static final int PAGE = 1000;

    /** Word for word the condition of the index {@code proof_live}; without it the index is not used. */
    private static final String LIVE = "state <> 'SPENT' AND state <> 'CLAIMED'";

    private static final String COLUMNS = "y, mint, unit, state, " + ProofColumns.NAMES;
    private static final String SELECT = "SELECT " + COLUMNS + " FROM proof ";
    private static final String INSERT = "INSERT INTO proof (wallet, y, mint, unit, state, " + ProofColumns.NAMES
            + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    private static final String RESERVE = """
            UPDATE proof SET state = 'RESERVED', operation = $1, position = $2
            WHERE wallet = $3 AND y = $4 AND state = 'UNSPENT'""";
    private static final String FREE = """
            UPDATE proof SET state = 'UNSPENT', operation = NULL, position = NULL
            WHERE wallet = $1 AND operation = $2 AND state = 'RESERVED'""";
    private static final String SPEND =
            "UPDATE proof SET state = 'SPENT' WHERE wallet = $1 AND operation = $2 AND state = 'RESERVED'";
    private static final String FIND_RESERVED =
            SELECT + "WHERE wallet = $1 AND operation = $2 AND state = 'RESERVED' ORDER BY position";
    private static final String FIND_SPENDABLE =
            "SELECT y, amount, keyset FROM proof WHERE wallet = $1 AND mint = $2 AND unit = $3 AND state = 'UNSPENT' AND "
                    + LIVE + " ORDER BY (amount < 0), amount, y";
    private static final String FIND_BY_Y = SELECT + "WHERE wallet = $1 AND y IN (%s)";
    private static final String FIND_LIVE = SELECT + "WHERE wallet = $1 AND state = $2 AND " + LIVE;
    private static final String FIND_ALL_LIVE = SELECT
            + "WHERE wallet = $1 AND (mint, unit, state, amount, y) > ($2, $3, $4, $5, $6) AND " + LIVE
            + " ORDER BY mint, unit, state, amount, y LIMIT $7";
    private static final String FIND_ENDED = SELECT + "WHERE wallet = $1 AND state = $2 AND y > $3 ORDER BY y LIMIT $4";
    private static final String HAND_OUT =
            "UPDATE proof SET state = 'SENT' WHERE wallet = $1 AND y = $2 AND state = 'UNSPENT'";
    private static final String FIND_KNOWN = "SELECT y FROM proof WHERE wallet = $1 AND y IN (%s)";
    private static final String CLAIM =
            "UPDATE proof SET state = 'CLAIMED' WHERE wallet = $1 AND state = 'SENT' AND y IN (%s) RETURNING mint, unit, amount";
    private static final String WRITE_OFF =
            "UPDATE proof SET state = 'CLAIMED' WHERE wallet = $1 AND state = 'UNSPENT' AND y IN (%s) RETURNING mint, unit, amount";
    private static final String ADD_CLAIMED = """
            UPDATE total SET claimed_hi = claimed_hi + $1, claimed_lo = claimed_lo + $2
            WHERE wallet = $3 AND mint = $4 AND unit = $5""";
    private static final String SUM_LIVE = """
            SELECT mint, unit, state, SUM((amount >> 32) & 4294967295), SUM(amount & 4294967295) FROM proof
            WHERE wallet = $1 AND state <> 'SPENT' AND state <> 'CLAIMED' GROUP BY mint, unit, state""";
    private static final String FIND_CLAIMED = "SELECT mint, unit, claimed_hi, claimed_lo FROM total WHERE wallet = $1";

    private record Pair(String mint, String unit) {}

    private record Sum(Pair pair, State state, BigInteger value) {}

    private record Claimed(Pair pair, Amount amount) {}

    /** The rows that {@link #add} inserts. */
    List<Object[]> rows(Sealer sealer, WalletId wallet, List<StoredProof> proofs) {
        List<Object[]> rows = new ArrayList<>(proofs.size());
        for (StoredProof proof : proofs) {
            Proof parts = proof.proof();
            rows.add(ProofColumns.parameters(
                    sealer,
                    place(proof.Y(), proof.mint().value(), proof.unit().label(), parts.amount(), parts.id()),
                    parts,
                    wallet.value(),
                    proof.Y().toBytes(),
                    proof.mint().value(),
                    proof.unit().label(),
                    proof.state().name()));
        }
        return rows;
    }

    Mono<Void> add(Tx tx, List<Object[]> rows) {
        return tx.batch(INSERT, rows).then();
    }

    Mono<Void> reserve(Tx tx, WalletId wallet, OperationId operation, List<CurvePoint> Ys) {
        List<Object[]> rows = new ArrayList<>(Ys.size());
        for (CurvePoint Y : Ys) {
            rows.add(new Object[] {operation.value(), (long) rows.size(), wallet.value(), Y.toBytes()});
        }
        return Errors.require(tx.batch(RESERVE, rows), rows.size(), "a proof to reserve is not unspent");
    }

    Mono<Void> free(Tx tx, WalletId wallet, OperationId operation) {
        return tx.update(FREE, wallet.value(), operation.value()).then();
    }

    Mono<Void> spend(Tx tx, WalletId wallet, OperationId operation) {
        return tx.update(SPEND, wallet.value(), operation.value()).then();
    }

    Mono<Void> handOut(Tx tx, WalletId wallet, List<CurvePoint> Ys) {
        List<Object[]> rows =
                Ys.stream().map(Y -> new Object[] {wallet.value(), Y.toBytes()}).toList();
        return Errors.require(tx.batch(HAND_OUT, rows), rows.size(), "a proof to hand out is not unspent");
    }

    Mono<Void> claim(Tx tx, WalletId wallet, Collection<CurvePoint> Ys) {
        return ended(tx, CLAIM, wallet, Ys)
                .flatMap(claimed -> tx.batch(
                        ADD_CLAIMED,
                        claimed.entrySet().stream()
                                .map(one -> addClaimed(wallet, one.getKey(), one.getValue()))
                                .toList()))
                .then();
    }

    /** Ends unspent proofs of one mint and unit as claimed; emits their value. Their sum is added with {@link #addClaimed}. */
    Mono<Amount> writeOff(Tx tx, WalletId wallet, MintUrl mint, CurrencyUnit unit, List<CurvePoint> Ys) {
        Pair pair = new Pair(mint.value(), unit.label());
        return ended(tx, WRITE_OFF, wallet, Ys)
                .flatMap(gone -> gone.keySet().stream().allMatch(pair::equals)
                        ? Mono.just(Amount.sum(gone.getOrDefault(pair, List.of())))
                        : Mono.error(Errors.conflict("a proof to write off is of another mint or unit")));
    }

    /** Adds to what was seen claimed of one mint and unit, whose row of sums is there. */
    Mono<Void> addClaimed(Tx tx, WalletId wallet, MintUrl mint, CurrencyUnit unit, Amount amount) {
        return tx.update(ADD_CLAIMED, addClaimed(wallet, new Pair(mint.value(), unit.label()), List.of(amount)))
                .then();
    }

    private static Mono<Map<Pair, Collection<Amount>>> ended(
            Tx tx, String sql, WalletId wallet, Collection<CurvePoint> Ys) {
        List<byte[]> bytes = Ys.stream().map(CurvePoint::toBytes).toList();
        return InList.query(
                        sql,
                        wallet.value(),
                        bytes,
                        (statement, parameters) -> tx.query(statement, ProofSql::claimed, parameters))
                .collectMultimap(Claimed::pair, Claimed::amount);
    }

    /** Those of {@code Ys} that the wallet knows, in whatever state. */
    Mono<Set<CurvePoint>> known(Tx tx, WalletId wallet, List<CurvePoint> Ys) {
        return InList.query(
                        FIND_KNOWN,
                        wallet.value(),
                        Ys.stream().map(CurvePoint::toBytes).toList(),
                        (sql, parameters) -> tx.query(sql, row -> CurvePoint.of(row.bytes(0)), parameters))
                .collect(Collectors.toSet());
    }

    private static Object[] addClaimed(WalletId wallet, Pair pair, Collection<Amount> amounts) {
        return new Object[] {
            amounts.stream().mapToLong(Columns::high).sum(),
            amounts.stream().mapToLong(Columns::low).sum(),
            wallet.value(),
            pair.mint(),
            pair.unit()
        };
    }

    Mono<List<SealedOwnProof>> reserved(Tx tx, WalletId wallet, OperationId operation) {
        return tx.query(FIND_RESERVED, ProofSql::proof, wallet.value(), operation.value())
                .collectList();
    }

    /** The unspent proofs of one mint and unit by what stands in clear, ascending. */
    Mono<List<ProofInfo>> spendable(Tx tx, WalletId wallet, MintUrl mint, CurrencyUnit unit) {
        return tx.query(
                        FIND_SPENDABLE,
                        row -> new ProofInfo(
                                CurvePoint.of(row.bytes(0)),
                                mint,
                                unit,
                                ProofColumns.keyset(row, 1),
                                ProofColumns.amount(row, 1),
                                State.UNSPENT),
                        wallet.value(),
                        mint.value(),
                        unit.label())
                .collectList();
    }

    /** Those of {@code Ys}, each different, that the wallet knows, in whatever state. */
    Mono<List<SealedOwnProof>> of(Tx tx, WalletId wallet, List<CurvePoint> Ys) {
        return InList.find(
                        tx,
                        FIND_BY_Y,
                        wallet.value(),
                        Ys.stream().map(CurvePoint::toBytes).toList(),
                        ProofSql::proof)
                .collectList();
    }

    /** All proofs in a state that is not final. */
    Mono<List<SealedOwnProof>> live(Tx tx, WalletId wallet, State state) {
        return tx.query(FIND_LIVE, ProofSql::proof, wallet.value(), state.name())
                .collectList();
    }

    /** Proofs in states that are not final, in the order of their index: the page after {@code after}, or the first. */
    Mono<List<SealedOwnProof>> allLive(Tx tx, WalletId wallet, @Nullable ProofInfo after) {
        return tx.query(
                        FIND_ALL_LIVE,
                        ProofSql::proof,
                        wallet.value(),
                        after == null ? "" : after.mint().value(),
                        after == null ? "" : after.unit().label(),
                        after == null ? "" : after.state().name(),
                        after == null ? Long.MIN_VALUE : after.amount().bits(),
                        after == null ? new byte[0] : after.Y().toBytes(),
                        (long) PAGE)
                .collectList();
    }

    /** Proofs in a final state, by {@code Y}: the page after {@code after}, or the first. */
    Mono<List<SealedOwnProof>> ended(Tx tx, WalletId wallet, State state, @Nullable CurvePoint after) {
        byte[] last = after == null ? new byte[0] : after.toBytes();
        return tx.query(FIND_ENDED, ProofSql::proof, wallet.value(), state.name(), last, (long) PAGE)
                .collectList();
    }

    Mono<List<StoredBalance>> balances(Tx tx, WalletId wallet) {
        return tx.query(SUM_LIVE, ProofSql::sumOf, wallet.value())
                .collectList()
                .map(ProofSql::byPair)
                .flatMap(sums -> tx.query(FIND_CLAIMED, row -> balance(row, sums), wallet.value())
                        .collectList());
    }

    private static Map<Pair, Map<State, BigInteger>> byPair(List<Sum> sums) {
        Map<Pair, Map<State, BigInteger>> byPair = new HashMap<>();
        for (Sum one : sums) {
            byPair.computeIfAbsent(one.pair(), any -> new EnumMap<>(State.class))
                    .put(one.state(), one.value());
        }
        return byPair;
    }

    private static StoredBalance balance(Row row, Map<Pair, Map<State, BigInteger>> sums) {
        Pair pair = new Pair(row.text(0), row.text(1));
        Map<State, BigInteger> live = sums.getOrDefault(pair, Map.of());
        return new StoredBalance(
                MintUrl.of(pair.mint()),
                new CurrencyUnit(pair.unit()),
                live.getOrDefault(State.UNSPENT, BigInteger.ZERO),
                live.getOrDefault(State.RESERVED, BigInteger.ZERO),
                live.getOrDefault(State.SENT, BigInteger.ZERO),
                sum(row.integer(2), row.integer(3)));
    }

    private static Sum sumOf(Row row) {
        return new Sum(
                new Pair(row.text(0), row.text(1)), State.valueOf(row.text(2)), sum(row.integer(3), row.integer(4)));
    }

    private static Claimed claimed(Row row) {
        return new Claimed(new Pair(row.text(0), row.text(1)), new Amount(row.integer(2)));
    }

    private static SealedOwnProof proof(Row row) {
        CurvePoint Y = CurvePoint.of(row.bytes(0));
        String mint = row.text(1);
        String unit = row.text(2);
        Place place = place(Y, mint, unit, ProofColumns.amount(row, 4), ProofColumns.keyset(row, 4));
        return new SealedOwnProof(
                Y,
                MintUrl.of(mint),
                new CurrencyUnit(unit),
                State.valueOf(row.text(3)),
                ProofColumns.read(row, 4, place));
    }

    /** Binds, beside the key, what is never changed of a row; an edited amount shows. */
    static Place place(CurvePoint Y, String mint, String unit, Amount amount, KeysetId keyset) {
        return Place.of("proof", ProofColumns.SEALED, Y.toHex(), amount.toString(), keyset.hex(), unit, mint);
    }
}
