package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent in binary form is what the server has then. */
class BinaryParametersTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final R2dbcDatabase database =
            new R2dbcDatabase(PostgresOptions.of(PostgresServer.shared().freshUrl()));

    @AfterEach
    void close() {
        database.close().block(LONG);
    }

    @Test
    void texts_ofAnyLengthAndCharacter_arrive() {
        List<Object> texts =
                List.of("", "a", "Zürich 🥜", "\\x00 {\"a\",NULL}", "NULL", SqlNull.TEXT, "x".repeat(70_000));
        assertThat(elements(SqlArray.Type.TEXT, texts, row -> row.textOrNull(0)))
                .containsExactly("", "a", "Zürich 🥜", "\\x00 {\"a\",NULL}", "NULL", null, "x".repeat(70_000));
    }

    @Test
    void numbers_toTheEndsOfTheRange_arrive() {
        List<Object> numbers = List.of(0L, -1L, Long.MAX_VALUE, SqlNull.INTEGER, Long.MIN_VALUE, 1L << 33);
        assertThat(elements(SqlArray.Type.BIGINT, numbers, row -> row.integerOrNull(0)))
                .containsExactly(0L, -1L, Long.MAX_VALUE, null, Long.MIN_VALUE, 1L << 33);
    }

    @Test
    void bytes_ofAnyLengthAndValue_arrive() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        byte[] many = new byte[300_000];
        new Random(7).nextBytes(many);
        List<Object> bytes = List.of(new byte[0], all, SqlNull.BLOB, many);
        assertThat(elements(SqlArray.Type.BYTEA, bytes, row -> row.bytesOrNull(0)))
                .containsExactly(new byte[0], all, null, many);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 33, 1 << 20})
    void bytesAlone_arrive(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        assertThat(query("SELECT $1::bytea", row -> row.bytes(0), (Object) bytes))
                .containsExactly(bytes);
    }

    @Test
    void nothing_isAnEmptyArray() {
        assertThat(query("SELECT cardinality($1::bytea[])::bigint", row -> row.integer(0), array(List.of())))
                .containsExactly(0L);
    }

    @Test
    void manyElements_arriveInTheirOrder() {
        List<byte[]> points = new ArrayList<>();
        Random random = new Random(9);
        for (int i = 0; i < 10_000; i++) {
            byte[] point = new byte[33];
            random.nextBytes(point);
            points.add(point);
        }
        assertThat(elements(SqlArray.Type.BYTEA, points, row -> row.bytesOrNull(0)))
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(points);
    }

    @Test
    void elementsOfOtherTypes_areRefused() {
        assertThatThrownBy(() -> SqlArray.of(SqlArray.Type.TEXT, List.of("a", 1L)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SqlArray.of(SqlArray.Type.TEXT, List.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void values_areWrittenInBinaryForm() {
        BinaryParameters codec = new BinaryParameters(UnpooledByteBufAllocator.DEFAULT);
        SqlArray array = SqlArray.of(SqlArray.Type.BIGINT, List.of(SqlNull.INTEGER, 5L));
        assertThat(codec.encode(new SqlBytes(new byte[] {1, 2})).toString()).contains("FORMAT_BINARY");
        assertThat(codec.encode(array).toString()).contains("FORMAT_BINARY");
        ByteBuf written = codec.written(array);
        assertThat(ByteBufUtil.hexDump(written))
                .isEqualTo("00000001" + "00000001" + "00000014" + "00000002" + "00000001" + "ffffffff" + "00000008"
                        + "0000000000000005");
        written.release();
    }

    private static SqlArray array(List<Object> elements) {
        return SqlArray.of(SqlArray.Type.BYTEA, elements);
    }

    private <T> List<T> elements(SqlArray.Type type, List<?> values, Function<Row, T> read) {
        String sql = "SELECT e FROM unnest($1::" + type.sql() + ") WITH ORDINALITY AS r(e, n) ORDER BY n";
        return query(sql, row -> Optional.ofNullable(read.apply(row)), SqlArray.of(type, values)).stream()
                .map(found -> found.orElse(null))
                .collect(Collectors.toList());
    }

    private <T> List<T> query(String sql, Function<Row, T> read, Object... parameters) {
        return database.read(tx -> tx.query(sql, read, parameters).collectList())
                .block(LONG);
    }
}
