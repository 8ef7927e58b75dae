package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;

/** A column as a backup knows it, of whatever database. */
record BackupColumn(String name, Type type) {

    /** What the values of a column are; the numbers are the format's. */
    enum Type {
        INTEGER(1, SqlNull.INTEGER),
        TEXT(2, SqlNull.TEXT),
        BLOB(3, SqlNull.BLOB);

        private final int code;
        private final SqlNull none;

        Type(int code, SqlNull none) {
            this.code = code;
            this.none = none;
        }

        int code() {
            return code;
        }

        /** The null of this type, as a parameter. */
        SqlNull none() {
            return none;
        }

        static Type ofCode(int code) {
            for (Type type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            throw new StoreException(Kind.CORRUPT, "the backup has a column of a type that there is not", null);
        }

        /** By the name that the database has for it. */
        static Type named(String name) {
            return switch (name) {
                case "INTEGER", "bigint", "integer" -> INTEGER;
                case "TEXT", "text" -> TEXT;
                case "BLOB", "bytea" -> BLOB;
                default ->
                    throw new StoreException(
                            Kind.CORRUPT, "a column is of type " + name + ", which no backup holds", null);
            };
        }
    }

    /** The column's value as a parameter: {@link String}, {@link Long}, {@code byte[]} or {@link SqlNull}. */
    Object value(Row row, int index) {
        Object value =
                switch (type) {
                    case INTEGER -> row.integerOrNull(index);
                    case TEXT -> row.textOrNull(index);
                    case BLOB -> row.bytesOrNull(index);
                };
        return value == null ? type.none() : value;
    }
}
