package io.nutflux.store.sql;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A transaction over R2DBC. Each statement is one round trip, also for many rows; errors are the driver's. */
final class R2dbcTx implements Tx {

    private final Connection connection;
    private final Duration patience;
    private final Scheduler timer;

    /** @param patience after which an answer is no longer waited for: the connection is taken for lost */
    R2dbcTx(Connection connection, Duration patience, Scheduler timer) {
        this.connection = connection;
        this.patience = patience;
        this.timer = timer;
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRES;
    }

    @Override
    public Mono<Long> update(String sql, Object... parameters) {
        return Mono.defer(() -> changed(bound(sql, parameters)));
    }

    @Override
    public Mono<Long> batch(String sql, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return Mono.just(0L);
        }
        return Mono.defer(() -> {
            BatchSql batch = new BatchSql(sql, rows);
            return changed(bound(batch.sql(), batch.parameters()));
        });
    }

    @Override
    public <T> Flux<T> query(String sql, Function<Row, T> mapper, Object... parameters) {
        return Flux.defer(() -> Flux.from(bound(sql, parameters).execute())
                .concatMap(result -> result.map(row -> mapper.apply(new R2dbcRow(row))))
                .collectList()
                .timeout(patience, timer)
                .flatMapIterable(Function.identity()));
    }

    private Mono<Long> changed(Statement statement) {
        return Flux.from(statement.execute())
                .concatMap(Result::getRowsUpdated)
                .reduce(0L, Long::sum)
                .timeout(patience, timer);
    }

    private Statement bound(String sql, Object[] parameters) {
        Statement statement = connection.createStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            if (value instanceof SqlNull none) {
                statement.bindNull(i, type(none));
            } else if (value instanceof byte[] bytes) {
                statement.bind(i, new SqlBytes(bytes));
            } else {
                statement.bind(i, PostgresText.encoded(value));
            }
        }
        return statement;
    }

    private static Class<?> type(SqlNull none) {
        return switch (none) {
            case TEXT -> String.class;
            case INTEGER -> Long.class;
            case BLOB -> ByteBuffer.class;
        };
    }

    /** A row while the driver holds it. */
    private record R2dbcRow(Readable row) implements Row {

        @Override
        public String text(int column) {
            return present(column, textOrNull(column));
        }

        @Override
        public @Nullable String textOrNull(int column) {
            String value = row.get(column, String.class);
            return value == null ? null : PostgresText.decode(value);
        }

        @Override
        public long integer(int column) {
            return present(column, integerOrNull(column));
        }

        @Override
        public @Nullable Long integerOrNull(int column) {
            return row.get(column, Long.class);
        }

        @Override
        public byte[] bytes(int column) {
            return present(column, bytesOrNull(column));
        }

        @Override
        public byte @Nullable [] bytesOrNull(int column) {
            return row.get(column, byte[].class);
        }

        private static <T> T present(int column, @Nullable T value) {
            if (value == null) {
                throw new IllegalStateException("column " + column + " is null");
            }
            return value;
        }
    }
}
