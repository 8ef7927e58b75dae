package io.nutflux.store.sql;

import io.nutflux.vault.BackupHeader;
import java.util.Map;

/** What was found in the content of a backup, or put into it. */
record BackupContent(long schema, long wallets, Map<String, Long> rows, long bytes) {

    BackupSummary summary(BackupHeader header) {
        return new BackupSummary(header.id(), header.createdAt(), schema, wallets, rows, bytes);
    }
}
