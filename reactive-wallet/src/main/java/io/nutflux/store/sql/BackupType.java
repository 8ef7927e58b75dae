package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;

/** What the values of a column are; the numbers are the format's. */
enum BackupType {
    INTEGER(1, SqlNull.INTEGER),
    TEXT(2, SqlNull.TEXT),
    BLOB(3, SqlNull.BLOB);

    private final int code;
    private final SqlNull none;

    BackupType(int code, SqlNull none) {
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

    static BackupType ofCode(int code) {
        for (BackupType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new StoreException(Kind.CORRUPT, "the backup has a column of a type that there is not", null);
    }

    /** By the name that the database has for it. */
    static BackupType named(String name) {
        return switch (name) {
            case "INTEGER", "bigint", "integer" -> INTEGER;
            case "TEXT", "text" -> TEXT;
            case "BLOB", "bytea" -> BLOB;
            default ->
                throw new StoreException(Kind.CORRUPT, "a column is of type " + name + ", which no backup holds", null);
        };
    }
}
