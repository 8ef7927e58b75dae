package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import java.nio.charset.StandardCharsets;

/**
 * The content of a store's backup: the rows of its tables, as values that every database has.
 *
 * <pre>
 * content = "nutflux store\n" | format 0x01 | schema (8) | table … | 0x04 | rows of all (8) | wallets (8)
 * table   = 0x01 | name | columns (1) | (name | type (1)) … | row … | 0x03 | rows (8)
 * row     = 0x02 | value …, one for each column
 * value   = 0x00 (null) | 0x01 | integer (8)   | 0x02 | length (4) | text   | 0x03 | length (4) | bytes
 * name    = length (1) | ASCII
 * </pre>
 *
 * Numbers are big-endian. Types of columns are numbered as those of values. Text is UTF-8, with {@link PostgresText}'s
 * escapes for what UTF-8 has no encoding for.
 */
final class BackupFormat {

    static final byte[] MAGIC = "nutflux store\n".getBytes(StandardCharsets.US_ASCII);
    static final int FORMAT = 1;

    static final int TABLE = 1;
    static final int ROW = 2;
    static final int TABLE_END = 3;
    static final int END = 4;
    static final int NULL = 0;

    static final int MAX_COLUMNS = 100;
    /** Of one value. The longest that are stored, requests and tokens, are far below. */
    static final int MAX_VALUE = 16 * 1024 * 1024;
    /** Of one row, or any other part that is read as a whole. */
    static final int MAX_RECORD = 4 * MAX_VALUE;

    private BackupFormat() {}

    static StoreException corrupt(String why) {
        return new StoreException(Kind.CORRUPT, "the backup " + why, null);
    }
}
