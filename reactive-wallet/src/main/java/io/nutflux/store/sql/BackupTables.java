package io.nutflux.store.sql;

import java.util.Comparator;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which tables travel in a backup, and what they look like in a database, as its catalogue tells. */
final class BackupTables {

    /** In an order in which rows may be added: what others refer to comes first. */
    static final List<String> TRAVEL = List.of(
            "data_key",
            "key_epoch",
            "secret",
            "keyset",
            "keyset_key",
            "mint_keyset",
            "counter",
            "operation",
            "request",
            "redemption",
            "inbox",
            "claim",
            "incoming_token",
            "proof",
            "ledger",
            "total",
            "quote");

    /** What a store from a backup has of its own: its schema, the commits of its writers, and that it lags behind. */
    static final List<String> STAY = List.of("schema_version", "commit_mark", "restored", "caught_up");

    private static final String SQLITE_COLUMNS = "SELECT name, type, pk FROM pragma_table_info($1)";
    private static final String POSTGRES_COLUMNS = """
            SELECT a.attname::text, format_type(a.atttypid, NULL),
                COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint
            FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
            WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped""";
    private static final String VERSION = "SELECT MAX(version) FROM schema_version";

    private BackupTables() {}

    /**
     * A table of this database.
     *
     * @param key the columns of its primary key
     */
    record Stored(BackupTable table, List<BackupColumn> key) {}

    private record Found(BackupColumn column, long keyPosition) {}

    /** The version of the schema. */
    static Mono<Long> version(Tx tx) {
        return tx.query(VERSION, row -> row.integer(0)).single();
    }

    /** The tables that travel, in their order. */
    static Mono<List<Stored>> of(Tx tx) {
        return Flux.fromIterable(TRAVEL).concatMap(name -> stored(tx, name)).collectList();
    }

    private static Mono<Stored> stored(Tx tx, String name) {
        String sql = tx.dialect() == Dialect.SQLITE ? SQLITE_COLUMNS : POSTGRES_COLUMNS;
        return tx.query(sql, BackupTables::found, name).collectList().map(found -> {
            List<BackupColumn> columns = found.stream()
                    .map(Found::column)
                    .sorted(Comparator.comparing(BackupColumn::name))
                    .toList();
            List<BackupColumn> key = found.stream()
                    .filter(one -> one.keyPosition() > 0)
                    .sorted(Comparator.comparingLong(Found::keyPosition))
                    .map(Found::column)
                    .toList();
            return new Stored(new BackupTable(name, columns), key);
        });
    }

    private static Found found(Row row) {
        return new Found(new BackupColumn(row.text(0), BackupType.named(row.text(1))), row.integer(2));
    }
}
