package io.nutflux.store.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;

/**
 * Conditions {@code IN ($2, $3, …)} of any length.
 *
 * <p>Long lists are cut, short ones are filled up with their last value, so that there are few different statements to
 * keep prepared. An empty list runs nothing: {@code IN ()} is no SQL.
 */
final class InList {

    private static final int[] SIZES = {1, 8, 64, 512};
    private static final int LONGEST = SIZES[SIZES.length - 1];

    private InList() {}

    /**
     * Runs a query that locks nothing, for all of {@code values}.
     *
     * @param sql with {@code %s} for the list, and {@code $1} before it
     * @param values texts or bytes
     */
    static <T> Flux<T> find(Tx tx, String sql, String first, Collection<?> values, Function<Row, T> mapper) {
        if (tx.dialect() != Dialect.POSTGRES) {
            return query(sql, first, values, (one, parameters) -> tx.query(one, mapper, parameters));
        }
        if (values.isEmpty()) {
            return Flux.empty();
        }
        Object any = values.iterator().next();
        SqlArray array = SqlArray.of(
                SqlArray.Type.of(any),
                values.stream().map(PostgresText::encoded).toList());
        return tx.query(String.format(sql, arrayFor(any)), mapper, first, array);
    }

    /** The list for values like this one on PostgreSQL: one parameter in place of hundreds, each encoded by itself. */
    static String arrayFor(Object value) {
        return "SELECT p FROM unnest($2::" + SqlArray.Type.of(value).sql() + ") AS r(p)";
    }

    /**
     * Runs one query for each part of {@code values}.
     *
     * @param sql with {@code %s} for the list, and {@code $1} before it
     * @param query given the statement and its parameters
     */
    static <T> Flux<T> query(
            String sql, String first, Collection<?> values, BiFunction<String, Object[], Flux<T>> query) {
        List<Object> all = new ArrayList<>(values);
        return Flux.range(0, (all.size() + LONGEST - 1) / LONGEST).concatMap(part -> {
            List<Object> some = all.subList(part * LONGEST, Math.min(all.size(), (part + 1) * LONGEST));
            int size = sizeFor(some.size());
            Object[] parameters = new Object[1 + size];
            parameters[0] = first;
            for (int i = 0; i < size; i++) {
                parameters[1 + i] = some.get(Math.min(i, some.size() - 1));
            }
            return query.apply(String.format(sql, placeholders(2, size)), parameters);
        });
    }

    /** How many values a list of {@code count} is filled up to. */
    static int sizeFor(int count) {
        for (int size : SIZES) {
            if (count <= size) {
                return size;
            }
        }
        throw new IllegalArgumentException("cut the list first");
    }

    /** {@code $first, $first+1, …}. */
    static String placeholders(int first, int size) {
        return IntStream.range(first, first + size).mapToObj(i -> "$" + i).collect(Collectors.joining(", "));
    }
}
