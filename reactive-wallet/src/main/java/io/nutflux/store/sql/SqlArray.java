package io.nutflux.store.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One parameter of PostgreSQL that holds the values of many rows. */
final class SqlArray {

    /** What the elements are. */
    enum Type {
        TEXT("text[]"),
        BIGINT("bigint[]"),
        BYTEA("bytea[]");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }

        /** The type's name in a statement. */
        String sql() {
            return sql;
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

    private final Type type;
    private final List<@Nullable Object> elements;

    private SqlArray(Type type, List<@Nullable Object> elements) {
        this.type = type;
        this.elements = Collections.unmodifiableList(elements);
    }

    /**
     * @param values texts, longs or bytes, or {@link SqlNull}s
     * @throws IllegalArgumentException if one of them is not of {@code type}
     */
    static SqlArray of(Type type, Collection<?> values) {
        List<@Nullable Object> elements = new ArrayList<>(values.size());
        for (Object value : values) {
            if (Type.of(value) != type) {
                throw new IllegalArgumentException("values of one column are of different types");
            }
            elements.add(value instanceof SqlNull ? null : value);
        }
        return new SqlArray(type, elements);
    }

    Type type() {
        return type;
    }

    /** Strings, Longs or arrays of bytes; null is SQL's NULL. */
    List<@Nullable Object> elements() {
        return elements;
    }
}
