package io.nutflux.store.sql;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    private final String sql;
    private final List<SqlArray.Type> types;
    private final List<Object[]> rows;

    /** @param rows at least one */
    BatchSql(String sql, List<Object[]> rows) {
        this.types = Arrays.stream(rows.get(0)).map(SqlArray.Type::of).toList();
        this.sql = rewritten(sql);
        this.rows = rows.stream().sorted(order(sql.startsWith("INSERT"))).toList();
    }

    /** The statement for all rows at once. */
    String sql() {
        return sql;
    }

    /** The values of each parameter. */
    Object[] parameters() {
        return IntStream.range(0, types.size()).mapToObj(this::column).toArray();
    }

    private SqlArray column(int i) {
        return SqlArray.of(
                types.get(i),
                rows.stream().map(row -> PostgresText.encoded(row[i])).toList());
    }

    private String rewritten(String one) {
        String arrays = IntStream.rangeClosed(1, types.size())
                .mapToObj(i -> "$" + i + "::" + types.get(i - 1).sql())
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
        return PARAMETER.matcher(part).replaceAll("r.p$1");
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
