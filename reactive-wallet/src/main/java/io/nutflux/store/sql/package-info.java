/**
 * The store in SQL: SQLite embedded, through {@link io.nutflux.store.sql.SqliteStore}, and PostgreSQL for several
 * replicas, through {@link io.nutflux.store.sql.PostgresStore}.
 *
 * <p>Three layers. {@code SqlWalletStore} gives each command of {@link io.nutflux.store.WalletStore} one transaction.
 * The {@code *Sql} classes hold the statements, one concern each, and compose them over {@code Tx}; they know no driver,
 * and of dialects the few words in {@code Dialect}, so they fit any {@code Database} whose tables have the same columns.
 * {@code SqliteDatabase} runs their transactions on one thread over JDBC, {@code R2dbcDatabase} many at once over R2DBC.
 * Drivers are imported here and nowhere else.
 */
@NullMarked
package io.nutflux.store.sql;

import org.jspecify.annotations.NullMarked;
