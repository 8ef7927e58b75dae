package io.nutflux.store.sql;

import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An open transaction. Publishers are cold: a statement runs when it is subscribed to, so compose them one after the
 * other.
 *
 * <p>Parameters are written {@code $1} to {@code $n}, first uses in ascending order, each used by one number only; values
 * are {@link String}, {@link Long}, {@code byte[]} or {@link SqlNull}.
 */
interface Tx {

    Dialect dialect();

    /** Runs one statement; emits the number of rows it changed. */
    Mono<Long> update(String sql, Object... parameters);

    /**
     * Runs one statement once for each row of parameters, in any order; emits the number of rows changed by all.
     *
     * <p>The statement is an {@code INSERT … VALUES (…) [ON CONFLICT …]}, an {@code UPDATE … WHERE …} or a {@code DELETE … WHERE …}. No
     * two rows of parameters may change the same row in ways that add up: it may be changed once only.
     */
    Mono<Long> batch(String sql, List<Object[]> rows);

    /** Runs one statement that returns rows. */
    <T> Flux<T> query(String sql, Function<Row, T> mapper, Object... parameters);
}
