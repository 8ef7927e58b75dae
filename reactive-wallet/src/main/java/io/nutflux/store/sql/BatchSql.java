package io.nutflux.store.sql;

import io.nutflux.model.Hex;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One statement for many rows of parameters, so that they cost one round trip: what names a parameter becomes a column of
 * a table that PostgreSQL makes of arrays, {@code unnest($1::text[], $2::bigint[], …) AS r(p1, p2, …)}.
 */
final class BatchSql {

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
    private static final Pattern INSERT =
            Pattern.compile("(?s)(INSERT INTO .+?)\\s+VALUES \\(([^)]*)\\)(\\s+ON CONFLICT .+)?");
    private static final Pattern UPDATE = Pattern.compile("(?s)(UPDATE .+?)(\\s+WHERE .+)");
    private static final Pattern DELETE = Pattern.compile("(?s)(DELETE FROM .+?)(\\s+WHERE .+)");

    private enum Type {
        TEXT("text[]", "r.p%d"),
        BIGINT("bigint[]", "r.p%d"),
        /** As hexadecimal text: the driver writes arrays of bytes without the backslashes that they need. */
        BYTEA("text[]", "decode(r.p%d, 'hex')");

        private final String array;
        private final String value;

        Type(String array, String value) {
            this.array = array;
            this.value = value;
        }

        /** What the driver takes for {@link #array}. */
        Object[] ofLength(int length) {
            return this == BIGINT ? new Long[length] : new String[length];
        }

        static Type of(Object value) {
            if (value instanceof String || value == SqlNull.TEXT) {
                return TEXT;
            }
            if (value instanceof Long || value == SqlNull.INTEGER) {
                return BIGINT;
            }
            if (value instanceof byte[] || value == SqlNull.BLOB) {
                return BYTEA;
            }
            throw new IllegalArgumentException("not a parameter: " + value.getClass());
        }
    }

    private final String sql;
    private final List<Type> types;
    private final List<Object[]> rows;

    /** @param rows at least one */
    BatchSql(String sql, List<Object[]> rows) {
        this.types = Arrays.stream(rows.get(0)).map(Type::of).toList();
        this.sql = rewritten(sql);
        this.rows = rows.stream().sorted(order(sql.startsWith("INSERT"))).toList();
    }

    /** The statement for all rows at once. */
    String sql() {
        return sql;
    }

    /** The values of each parameter, as arrays for the driver. */
    Object[] parameters() {
        Object[] columns = new Object[types.size()];
        for (int i = 0; i < columns.length; i++) {
            Type type = types.get(i);
            Object[] values = type.ofLength(rows.size());
            for (int row = 0; row < values.length; row++) {
                values[row] = element(type, rows.get(row)[i]);
            }
            columns[i] = values;
        }
        return columns;
    }

    private static @Nullable Object element(Type type, Object value) {
        if (Type.of(value) != type) {
            throw new IllegalArgumentException("values of one column are of different types");
        }
        if (value instanceof SqlNull) {
            return null;
        }
        return value instanceof byte[] bytes
                ? Hex.encode(bytes)
                : value instanceof String text ? PostgresText.encode(text) : value;
    }

    private String rewritten(String one) {
        String arrays = IntStream.rangeClosed(1, types.size())
                .mapToObj(i -> "$" + i + "::" + types.get(i - 1).array)
                .collect(Collectors.joining(", "));
        String names =
                IntStream.rangeClosed(1, types.size()).mapToObj(i -> "p" + i).collect(Collectors.joining(", "));
        String table = "unnest(" + arrays + ") AS r(" + names + ")";
        Matcher insert = INSERT.matcher(one);
        if (insert.matches()) {
            String conflict = insert.group(3) == null ? "" : insert.group(3);
            return insert.group(1) + " SELECT " + columns(insert.group(2)) + " FROM " + table + columns(conflict);
        }
        Matcher update = UPDATE.matcher(one);
        if (update.matches()) {
            return columns(update.group(1)) + " FROM " + table + columns(update.group(2));
        }
        Matcher delete = DELETE.matcher(one);
        if (delete.matches()) {
            return delete.group(1) + " USING " + table + columns(delete.group(2));
        }
        throw new IllegalArgumentException("not a statement for many rows: " + one);
    }

    private String columns(String part) {
        return PARAMETER.matcher(part).replaceAll(parameter -> {
            int number = Integer.parseInt(parameter.group(1));
            return String.format(types.get(number - 1).value, number);
        });
    }

    /**
     * By the key, so that transactions that lock the same rows do so in the same order. It is what comes first in an
     * INSERT, and last, in the condition, in others.
     */
    private static Comparator<Object[]> order(boolean fromTheFirst) {
        return (a, b) -> {
            for (int i = 0; i < a.length; i++) {
                int column = fromTheFirst ? i : a.length - 1 - i;
                int order = compare(a[column], b[column]);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    private static int compare(Object a, Object b) {
        if (a instanceof String left && b instanceof String right) {
            return left.compareTo(right);
        }
        if (a instanceof Long left && b instanceof Long right) {
            return left.compareTo(right);
        }
        if (a instanceof byte[] left && b instanceof byte[] right) {
            return Arrays.compareUnsigned(left, right);
        }
        return Boolean.compare(a instanceof SqlNull, b instanceof SqlNull);
    }
}
