package io.nutflux.store.sql;

import io.nutflux.store.sql.BackupTables.Stored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The tables of a store as the content of a backup, page by page in the order of their keys, all from one transaction and so
 * of one state. Sealed values are copied as they stand.
 */
final class StoreDump {

    private static final int PAGE = 200;

    private final BackupEncoder encoder = new BackupEncoder();
    private final Consumer<BackupProgress> listener;

    StoreDump(Consumer<BackupProgress> listener) {
        this.listener = listener;
    }

    /** The content, in pieces. At most one page is read ahead of what is asked for. */
    Flux<byte[]> content(Tx tx) {
        Mono<byte[]> start = BackupTables.version(tx).map(encoder::start);
        Mono<List<Stored>> tables = BackupTables.of(tx);
        return start.concatWith(tables.flatMapMany(all -> Flux.fromIterable(all)
                .concatMap(table -> table(tx, table), 1)
                .concatWith(wallets(tx, all).map(encoder::end))));
    }

    /** What was written, once {@link #content} has completed. */
    BackupContent written() {
        return encoder.content();
    }

    private Flux<byte[]> table(Tx tx, Stored stored) {
        BackupTable table = stored.table();
        Pages pages = new Pages(stored);
        return Flux.concat(
                Mono.fromSupplier(() -> encoder.table(table)),
                Mono.defer(() -> pages.next(tx))
                        .repeat(() -> !pages.atEnd)
                        .filter(page -> !page.isEmpty())
                        .map(page -> {
                            byte[] piece = encoder.rows(table, page);
                            listener.accept(new BackupProgress(
                                    BackupProgress.Step.WRITING, table.name(), encoder.total(), null));
                            return piece;
                        }),
                Mono.fromSupplier(() -> encoder.tableEnd(table)));
    }

    private static Mono<Long> wallets(Tx tx, List<Stored> tables) {
        String all = tables.stream()
                .map(Stored::table)
                .filter(BackupTable::isOfWallets)
                .map(table -> "SELECT wallet FROM " + table.name())
                .collect(Collectors.joining(" UNION "));
        return tx.query("SELECT COUNT(*) FROM (" + all + ") AS wallets", row -> row.integer(0))
                .single();
    }

    /** Walks through a table by its key. A table without one has a row or two, and is one page. */
    private static final class Pages {

        private final BackupTable table;
        private final int[] key;
        private final String select;
        private final String order;
        private final String names;
        private Object[] after = {};
        private boolean atEnd;

        Pages(Stored stored) {
            this.table = stored.table();
            this.key = stored.key().stream()
                    .mapToInt(column -> table.columns().indexOf(column))
                    .toArray();
            this.names = stored.key().stream().map(BackupColumn::name).collect(Collectors.joining(", "));
            this.select = "SELECT " + table.names() + " FROM " + table.name();
            this.order = " ORDER BY " + names + " LIMIT $";
        }

        Mono<List<Object[]>> next(Tx tx) {
            return tx.query(sql(), table::values, parameters()).collectList().doOnNext(page -> {
                atEnd = key.length == 0 || page.size() < PAGE;
                if (!atEnd) {
                    Object[] last = page.get(page.size() - 1);
                    after = Arrays.stream(key).mapToObj(i -> last[i]).toArray();
                }
            });
        }

        private String sql() {
            if (key.length == 0) {
                return select;
            }
            if (after.length == 0) {
                return select + order + 1;
            }
            String values =
                    IntStream.rangeClosed(1, key.length).mapToObj(i -> "$" + i).collect(Collectors.joining(", "));
            return select + " WHERE (" + names + ") > (" + values + ")" + order + (key.length + 1);
        }

        private Object[] parameters() {
            if (key.length == 0) {
                return after;
            }
            List<Object> parameters = new ArrayList<>(Arrays.asList(after));
            parameters.add((long) PAGE);
            return parameters.toArray();
        }
    }
}
