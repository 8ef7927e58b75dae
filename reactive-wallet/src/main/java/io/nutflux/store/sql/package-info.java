/**
 * The store in SQL: SQLite embedded, through {@link io.nutflux.store.sql.SqliteStore}.
 *
 * <p>Three layers. {@code SqlWalletStore} gives each command of {@link io.nutflux.store.WalletStore} one transaction.
 * The {@code *Sql} classes hold the statements, one concern each, and compose them over {@code Tx}; they know no driver
 * and no dialect, so they fit any {@code Database} whose tables have the same columns. {@code SqliteDatabase} runs their
 * transactions on one thread over JDBC. Drivers are imported here and nowhere else.
 */
@NullMarked
package io.nutflux.store.sql;

import org.jspecify.annotations.NullMarked;
