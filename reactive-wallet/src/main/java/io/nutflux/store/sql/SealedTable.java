package io.nutflux.store.sql;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.OperationId;
import io.nutflux.model.WalletId;
import io.nutflux.store.SecretName;
import io.nutflux.vault.Place;
import io.nutflux.vault.WalletCipher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A table with a column {@code sealed}, as rotation walks through it: in the order of its key. */
final class SealedTable {

    /** All of them. A table that is missing here would lose its rows' key. */
    static final List<SealedTable> ALL = List.of(
            new SealedTable(
                    "secret", List.of(Column.text("name")), "", row -> SecretSql.place(new SecretName(row.text(0)))),
            new SealedTable(
                    "request",
                    List.of(Column.text("operation")),
                    "",
                    row -> OperationSql.requestPlace(new OperationId(row.text(0)))),
            new SealedTable(
                    "inbox", List.of(Column.text("key")), ", mint", row -> InboxSql.place(row.text(0), row.text(3))),
            new SealedTable(
                    IncomingTokenSql.TABLE,
                    List.of(Column.text("operation"), Column.integer("position")),
                    ", ys",
                    row -> IncomingTokenSql.place(row.text(0), row.integer(1), row.bytes(4))),
            new SealedTable(
                    "proof",
                    List.of(Column.bytes("y")),
                    ", mint, unit, amount, keyset",
                    row -> ProofSql.place(
                            CurvePoint.of(row.bytes(0)),
                            row.text(3),
                            row.text(4),
                            ProofColumns.amount(row, 5),
                            ProofColumns.keyset(row, 5))));

    /** A column of the key; the rest of the key is the wallet. */
    private record Column(String name, BiFunction<Row, Integer, Object> read) {

        static Column text(String name) {
            return new Column(name, Row::text);
        }

        static Column integer(String name) {
            return new Column(name, Row::integer);
        }

        static Column bytes(String name) {
            return new Column(name, Row::bytes);
        }
    }

    private final String name;
    private final List<Column> key;
    private final Function<Row, Place> place;
    private final String findFirst;
    private final String findNext;
    private final String replace;

    /**
     * A table.
     *
     * @param bound what else the place is made of, as columns that follow the key's and the two of the sealed value
     */
    private SealedTable(String name, List<Column> key, String bound, Function<Row, Place> place) {
        this.name = name;
        this.key = key;
        this.place = place;
        String keys = key.stream().map(Column::name).collect(Collectors.joining(", "));
        String select = "SELECT " + keys + ", sealed, key_version" + bound + " FROM " + name + " WHERE wallet = $1";
        String order = " ORDER BY " + keys + " LIMIT $";
        this.findFirst = select + order + 2;
        this.findNext = select + " AND (" + keys + ") > (" + parameters(2) + ")" + order + (2 + key.size());
        this.replace =
                "UPDATE " + name + " SET sealed = $1, key_version = $2 WHERE wallet = $3 AND key_version = $4 AND ("
                        + keys + ") = (" + parameters(5) + ")";
    }

    String name() {
        return name;
    }

    /** The rows after {@code after}, whatever sealed them, at most {@code limit}. */
    Mono<List<SealedRow>> page(Tx tx, WalletId wallet, @Nullable SealedRow after, int limit) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(wallet.value());
        if (after != null) {
            parameters.addAll(after.key());
        }
        parameters.add((long) limit);
        return tx.query(after == null ? findFirst : findNext, this::row, parameters.toArray())
                .collectList();
    }

    /** The parameters that {@link #replace} needs to store {@code sealed} in place of what {@code row} held. */
    Object[] replacement(WalletId wallet, SealedRow row, byte[] sealed, WalletCipher cipher) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(sealed);
        parameters.add((long) cipher.version());
        parameters.add(wallet.value());
        parameters.add(row.version());
        parameters.addAll(row.key());
        return parameters.toArray();
    }

    /** Replaces the rows that are still there as they were read; emits their number. */
    Mono<Long> replace(Tx tx, List<Object[]> replacements) {
        return tx.batch(replace, replacements);
    }

    private SealedRow row(Row row) {
        List<Object> values = IntStream.range(0, key.size())
                .mapToObj(i -> key.get(i).read().apply(row, i))
                .toList();
        byte[] sealed = row.bytesOrNull(key.size());
        return sealed == null
                ? new SealedRow(values, 0, null)
                : new SealedRow(values, row.integer(key.size() + 1), new Sealed(place.apply(row), sealed));
    }

    private String parameters(int first) {
        return IntStream.range(first, first + key.size()).mapToObj(i -> "$" + i).collect(Collectors.joining(", "));
    }
}
