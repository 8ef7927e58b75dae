package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.model.Amount;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How values stand in columns. */
final class Columns {

    private static final long NANOS = 1_000_000_000L;
    private static final Instant FIRST = Instant.ofEpochSecond(0, Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochSecond(0, Long.MAX_VALUE);
    private static final long LOW = 0xFFFF_FFFFL;

    private Columns() {}

    static Object text(@Nullable String value) {
        return value == null ? SqlNull.TEXT : value;
    }

    static Object integer(@Nullable Long value) {
        return value == null ? SqlNull.INTEGER : value;
    }

    static Object blob(byte @Nullable [] value) {
        return value == null ? SqlNull.BLOB : value;
    }

    static Object blob(@Nullable Scalar value) {
        return value == null ? SqlNull.BLOB : value.toBytes();
    }

    /** Nanoseconds since 1970; times beyond the years 1677 and 2262 become the nearest that fits. */
    static long time(Instant instant) {
        if (instant.isBefore(FIRST)) {
            return Long.MIN_VALUE;
        }
        if (instant.isAfter(LAST)) {
            return Long.MAX_VALUE;
        }
        // Seconds before 1970 are negative while nanos are not, so the product alone could pass the end of long.
        long seconds = instant.getEpochSecond();
        return seconds < 0
                ? Math.addExact(Math.multiplyExact(seconds + 1, NANOS), instant.getNano() - NANOS)
                : Math.addExact(Math.multiplyExact(seconds, NANOS), instant.getNano());
    }

    static Instant time(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    static String amounts(List<Amount> amounts) {
        return amounts.stream().map(Amount::toString).collect(Collectors.joining(" "));
    }

    static List<Amount> amounts(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ", -1)).map(Amount::parse).toList();
    }

    /** Points one after the other. */
    static byte[] points(List<CurvePoint> points) {
        ByteBuffer bytes = ByteBuffer.allocate(points.size() * CurvePoint.LENGTH);
        points.forEach(point -> bytes.put(point.toBytes()));
        return bytes.array();
    }

    static List<CurvePoint> points(byte[] bytes) {
        List<CurvePoint> points = new ArrayList<>();
        try {
            for (int from = 0; from < bytes.length; from += CurvePoint.LENGTH) {
                points.add(CurvePoint.of(Arrays.copyOfRange(bytes, from, from + CurvePoint.LENGTH)));
            }
        } catch (IllegalArgumentException e) {
            throw new StoreException(StoreException.Kind.CORRUPT, "a column of points holds something else", e);
        }
        return List.copyOf(points);
    }

    static String flags(List<Boolean> flags) {
        return flags.stream().map(flag -> flag ? "1" : "0").collect(Collectors.joining());
    }

    static List<Boolean> flags(String text) {
        return text.chars().mapToObj(c -> c == '1').toList();
    }

    /** The upper half of an unsigned sum's two parts. */
    static long high(Amount amount) {
        return amount.bits() >>> 32;
    }

    /** The lower half of an unsigned sum's two parts. */
    static long low(Amount amount) {
        return amount.bits() & LOW;
    }

    /** The sum that was kept in two parts. */
    static BigInteger sum(long high, long low) {
        return BigInteger.valueOf(high).shiftLeft(32).add(BigInteger.valueOf(low));
    }
}
