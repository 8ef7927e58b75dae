package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's errors mean to callers. SQLite names tables and columns in them, never values. */
final class SqliteErrors {

    private SqliteErrors() {}

    static StoreException translate(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return Errors.unavailable("SQLite failed: " + e.getMessage(), e);
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        String message = "SQLite: " + code.name();
        return switch (code) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY ->
                new StoreException(Kind.CONFLICT, "something the command adds is there already", e);
            default ->
                switch (primary(code)) {
                    case SQLITE_CORRUPT, SQLITE_NOTADB -> new StoreException(Kind.CORRUPT, message, e);
                    case SQLITE_BUSY, SQLITE_LOCKED -> new StoreException(Kind.IN_USE, message, e);
                    default -> new StoreException(Kind.UNAVAILABLE, message, e);
                };
        };
    }

    private static SQLiteErrorCode primary(SQLiteErrorCode code) {
        return SQLiteErrorCode.getErrorCode(code.code & 0xFF);
    }
}
