package io.nutflux.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prepared statements of one connection, the most recently used ones kept.
 *
 * <p>The driver finalises a statement on most errors without saying so, and a finalised one fails for ever; so whatever
 * fails is thrown away.
 */
final class Statements implements AutoCloseable {

    private static final int KEPT = 128;
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    /** What to do with a statement. */
    interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

    Statements(Connection connection) {
        this.connection = connection;
    }

    <T> T run(String sql, Work<T> work) throws SQLException {
        boolean done = false;
        try {
            T result = work.with(get(sql));
            done = true;
            return result;
        } finally {
            if (!done) {
                discard(prepared.remove(sql));
            }
        }
    }

    @Override
    public void close() {
        prepared.values().forEach(Statements::discard);
        prepared.clear();
    }

    private PreparedStatement get(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            requireAscending(sql);
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
            if (prepared.size() > KEPT) {
                var eldest = prepared.entrySet().iterator();
                discard(eldest.next().getValue());
                eldest.remove();
            }
        }
        return statement;
    }

    /** SQLite takes {@code $2} for a name and counts parameters by first use, other databases by number. */
    private static void requireAscending(String sql) {
        Set<Integer> seen = new HashSet<>();
        Matcher matcher = PARAMETER.matcher(sql);
        while (matcher.find()) {
            int number = Integer.parseInt(matcher.group(1));
            if (seen.add(number) && number != seen.size()) {
                throw new IllegalArgumentException("parameters are not numbered by first use: " + sql);
            }
        }
    }

    private static void discard(@Nullable PreparedStatement statement) {
        if (statement != null) {
            try {
                statement.close();
            } catch (SQLException e) {
                // It was finalised by the error that brought us here.
            }
        }
    }
}
