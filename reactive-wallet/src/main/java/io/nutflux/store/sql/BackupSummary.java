package io.nutflux.store.sql;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is in a backup.
 *
 * @param id 32 hexadecimal characters; names this backup
 * @param createdAt when it was made, in whole seconds
 * @param schema the version of the store's tables
 * @param wallets how many there are
 * @param rows how many there are of each table
 * @param bytes the length of the content; the file is longer by a header and 16 bytes for each 64 KiB
 */
public record BackupSummary(
        String id, Instant createdAt, long schema, long wallets, Map<String, Long> rows, long bytes) {

    public BackupSummary {
        rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /** The rows of all tables. */
    public long totalRows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }
}
