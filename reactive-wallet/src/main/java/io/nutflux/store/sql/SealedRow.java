package io.nutflux.store.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row with a sealed column, whatever its table.
 *
 * @param key the values of the table's key columns
 * @param version of the data key that sealed it; 0 if nothing is sealed in it, or no longer
 */
record SealedRow(List<Object> key, long version, @Nullable Sealed sealed) {}
