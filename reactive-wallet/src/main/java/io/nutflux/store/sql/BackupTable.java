package io.nutflux.store.sql;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table as a backup knows it.
 *
 * @param columns in the order of their names, so that it is the same whatever database they come from
 */
record BackupTable(String name, List<BackupColumn> columns) {

    BackupTable {
        columns = List.copyOf(columns);
    }

    boolean isOfWallets() {
        return columns.stream().anyMatch(column -> column.name().equals("wallet"));
    }

    String insert() {
        String values =
                IntStream.rangeClosed(1, columns.size()).mapToObj(i -> "$" + i).collect(Collectors.joining(", "));
        return "INSERT INTO " + name + " (" + names() + ") VALUES (" + values + ")";
    }

    String names() {
        return columns.stream().map(BackupColumn::name).collect(Collectors.joining(", "));
    }

    Object[] values(Row row) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).value(row, i);
        }
        return values;
    }
}
