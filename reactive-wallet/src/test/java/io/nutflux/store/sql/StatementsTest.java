package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.Amount;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** The small parts: statements, lists, columns. */
class StatementsTest {

    @Test
    void parameters_bindByNumberWhereFirstUsesAscend() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statements statements = new Statements(connection)) {
            String result = statements.run("SELECT $1 || $2 || $1 || $3", statement -> {
                statement.setString(1, "a");
                statement.setString(2, "b");
                statement.setString(3, "c");
                try (ResultSet results = statement.executeQuery()) {
                    return results.getString(1);
                }
            });
            assertThat(result).isEqualTo("abac");
            for (String wrong : List.of("SELECT $2 || $1", "SELECT $1 || $3", "SELECT $2")) {
                assertThatThrownBy(() -> statements.run(wrong, statement -> statement))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8, 9, 64, 65, 511, 512, 513, 1024, 1025, 5000})
    void inList_anyLength_asksForEachValueOnFewStatements(int length) {
        List<String> values = IntStream.range(0, length).mapToObj(i -> "v" + i).toList();
        Set<String> asked = new HashSet<>();
        List<String> statements = new ArrayList<>();
        InList.query(
                        "x = $1 AND y IN (%s)",
                        "first", values, (sql, parameters) -> {
                            statements.add(sql);
                            assertThat(parameters[0]).isEqualTo("first");
                            assertThat(sql).endsWith("$" + parameters.length + ")");
                            for (int i = 1; i < parameters.length; i++) {
                                asked.add((String) parameters[i]);
                            }
                            return Flux.empty();
                        })
                .blockLast();
        assertThat(asked).hasSize(length);
        assertThat(statements).hasSize((length + 511) / 512);
    }

    @Test
    void times_keepNanoseconds_andStopAtTheEnds() {
        for (String time : List.of(
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999999Z",
                "1677-09-21T00:12:43.145224192Z",
                "2026-01-02T03:04:05.123456789Z",
                "2262-04-11T23:47:16.854775807Z")) {
            Instant instant = Instant.parse(time);
            assertThat(Columns.time(Columns.time(instant))).isEqualTo(instant);
        }
        assertThat(Columns.time(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(Columns.time(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void amounts_asTextAndInTwoParts_keepAllBits() {
        List<Amount> amounts = List.of(Amount.ZERO, Amount.of(1), new Amount(Long.MIN_VALUE), Amount.MAX);
        assertThat(Columns.amounts(Columns.amounts(amounts))).isEqualTo(amounts);
        assertThat(Columns.amounts(Columns.amounts(List.of()))).isEmpty();
        assertThat(Columns.flags(Columns.flags(List.of(true, false)))).containsExactly(true, false);
        long high = 0;
        long low = 0;
        BigInteger sum = BigInteger.ZERO;
        for (Amount amount : amounts) {
            high += Columns.high(amount);
            low += Columns.low(amount);
            sum = sum.add(amount.toBigInteger());
        }
        assertThat(Columns.sum(high, low)).isEqualTo(sum);
    }
}
