package io.nutflux.store.sql;

/** A column as a backup knows it, of whatever database. */
record BackupColumn(String name, BackupType type) {

    /** The column's value as a parameter: {@link String}, {@link Long}, {@code byte[]} or {@link SqlNull}. */
    Object value(Row row, int index) {
        Object value = switch (type) {
            case INTEGER -> row.integerOrNull(index);
            case TEXT -> row.textOrNull(index);
            case BLOB -> row.bytesOrNull(index);
        };
        return value == null ? type.none() : value;
    }
}
