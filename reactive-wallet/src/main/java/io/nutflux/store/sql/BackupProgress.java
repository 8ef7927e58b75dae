package io.nutflux.store.sql;

import org.jspecify.annotations.Nullable;

/**
 * How far a backup, or its restoring, is.
 *
 * @param table the table that is worked on
 * @param rows how many rows of all tables are done in this step
 * @param of how many there are, where that is known: while loading
 */
public record BackupProgress(
        Step step, String table, long rows, @Nullable Long of) {

    /** What is being done. Restoring checks the whole file first, and then loads it. */
    public enum Step {
        WRITING,
        CHECKING,
        LOADING
    }
}
