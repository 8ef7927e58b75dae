package io.nutflux.store.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A transaction over JDBC: each statement runs to its end on the subscribing thread, which is the store's own. */
final class JdbcTx implements Tx {

    private final Statements statements;

    JdbcTx(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public Mono<Long> update(String sql, Object... parameters) {
        return call(() -> statements.run(sql, statement -> {
            bind(statement, parameters);
            return (long) statement.executeUpdate();
        }));
    }

    @Override
    public Mono<Long> batch(String sql, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return Mono.just(0L);
        }
        return call(() -> statements.run(sql, statement -> {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            long changed = 0;
            for (int count : statement.executeBatch()) {
                changed += count;
            }
            return changed;
        }));
    }

    @Override
    public <T> Flux<T> query(String sql, Function<Row, T> mapper, Object... parameters) {
        return call(() -> statements.run(sql, statement -> {
                    bind(statement, parameters);
                    List<T> rows = new ArrayList<>();
                    try (ResultSet results = statement.executeQuery()) {
                        JdbcRow row = new JdbcRow(results);
                        while (results.next()) {
                            rows.add(mapper.apply(row));
                        }
                    }
                    return rows;
                }))
                .flatMapIterable(Function.identity());
    }

    private static <T> Mono<T> call(Callable<T> work) {
        return Mono.fromCallable(work).onErrorMap(SQLException.class, SqliteErrors::translate);
    }

    private static void bind(PreparedStatement statement, Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof String text) {
                statement.setString(i + 1, text);
            } else if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof byte[] bytes) {
                statement.setBytes(i + 1, bytes);
            } else if (value instanceof SqlNull) {
                statement.setNull(i + 1, Types.NULL);
            } else {
                throw new IllegalArgumentException("not a parameter: " + value.getClass());
            }
        }
    }

    /** The row a result stands on. */
    private record JdbcRow(ResultSet results) implements Row {

        private interface Getter<T> {
            @Nullable
            T get(int column) throws SQLException;
        }

        @Override
        public String text(int column) {
            return present(column, results::getString);
        }

        @Override
        public @Nullable String textOrNull(int column) {
            return read(column, results::getString);
        }

        @Override
        public long integer(int column) {
            Long value = integerOrNull(column);
            if (value == null) {
                throw missing(column);
            }
            return value;
        }

        @Override
        public @Nullable Long integerOrNull(int column) {
            return read(column, index -> {
                long value = results.getLong(index);
                return results.wasNull() ? null : value;
            });
        }

        @Override
        public byte[] bytes(int column) {
            return present(column, results::getBytes);
        }

        @Override
        public byte @Nullable [] bytesOrNull(int column) {
            return read(column, results::getBytes);
        }

        private static <T> T present(int column, Getter<T> getter) {
            T value = read(column, getter);
            if (value == null) {
                throw missing(column);
            }
            return value;
        }

        private static <T> @Nullable T read(int column, Getter<T> getter) {
            try {
                return getter.get(column + 1);
            } catch (SQLException e) {
                throw SqliteErrors.translate(e);
            }
        }

        private static IllegalStateException missing(int column) {
            return new IllegalStateException("column " + column + " is null");
        }
    }
}
