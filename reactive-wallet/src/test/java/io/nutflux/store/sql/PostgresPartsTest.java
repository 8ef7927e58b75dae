package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.model.MintUrl;
import io.nutflux.model.RedeemRequest;
import io.nutflux.store.InboxDraft;
import io.nutflux.store.InboxReceipt;
import io.nutflux.store.StoreSamples;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts: text, statements for many rows, the count of commands. */
class PostgresPartsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "Zürich ₿ 🥜",
                "a\u0000b",
                "\u0000",
                "\u001B",
                "\u001B0000",
                "\uD800",
                "\uDC00\uD800",
                "x\uD83Ey\uDD5Cz",
                "🥜\uD800🥜"
            })
    void text_anyCharacters_comeBack_inWhatPostgresCanHold(String text) {
        String column = PostgresText.encode(text);
        assertThat(column).doesNotContain("\u0000");
        assertThat(new String(
                        column.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(column);
        assertThat(PostgresText.decode(column)).isEqualTo(text);
    }

    @Test
    void text_withoutSuchCharacters_staysAsItIs() {
        assertThat(PostgresText.encode("Zürich 🥜 \\x00 {\"a\":1}")).isEqualTo("Zürich 🥜 \\x00 {\"a\":1}");
    }

    @Test
    void batch_insert_selectsFromArrays() {
        BatchSql batch = new BatchSql(
                "INSERT INTO t (a, b, c) VALUES ($1, $2, 'x', $3)",
                List.of(new Object[] {"b", 2L, new byte[] {1}}, new Object[] {"a", SqlNull.INTEGER, SqlNull.BLOB}));
        assertThat(batch.sql())
                .isEqualTo("INSERT INTO t (a, b, c) SELECT r.p1, r.p2, 'x', r.p3"
                        + " FROM unnest($1::text[], $2::bigint[], $3::bytea[]) AS r(p1, p2, p3)");
        assertThat(columns(batch)).isDeepEqualTo(new Object[][] {{"a", "b"}, {null, 2L}, {null, new byte[] {1}}});
    }

    private static Object[][] columns(BatchSql batch) {
        return Arrays.stream(batch.parameters())
                .map(column -> ((SqlArray) column).elements().toArray())
                .toArray(Object[][]::new);
    }

    @Test
    void batch_updateAndDelete_joinArrays_inTheOrderOfTheirKeys() {
        List<Object[]> rows = List.of(new Object[] {1L, "b"}, new Object[] {2L, "a"});
        BatchSql update = new BatchSql("UPDATE t SET a = $1 WHERE k = $2 AND a <> $1", rows);
        assertThat(update.sql())
                .isEqualTo("UPDATE t SET a = r.p1 FROM unnest($1::bigint[], $2::text[]) AS r(p1, p2)"
                        + " WHERE k = r.p2 AND a <> r.p1");
        assertThat(columns(update)).isDeepEqualTo(new Object[][] {{2L, 1L}, {"a", "b"}});
        assertThat(new BatchSql("DELETE FROM t WHERE a = $1 AND k = $2", rows).sql())
                .isEqualTo("DELETE FROM t USING unnest($1::bigint[], $2::text[]) AS r(p1, p2)"
                        + " WHERE a = r.p1 AND k = r.p2");
    }

    @Test
    void batch_otherStatementsAndMixedTypes_refused() {
        assertThatThrownBy(() -> new BatchSql("SELECT $1", List.<Object[]>of(new Object[] {1L})))
                .isInstanceOf(IllegalArgumentException.class);
        BatchSql mixed =
                new BatchSql("INSERT INTO t (a) VALUES ($1)", List.of(new Object[] {SqlNull.TEXT}, new Object[] {1L}));
        assertThatThrownBy(mixed::parameters).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void inFlight_refusesMoreThanItsBound_andClosesWhenTheLastHasLeft() {
        InFlight inFlight = new InFlight(2);
        assertThat(inFlight.enter()).isNull();
        assertThat(inFlight.enter()).isNull();
        assertThat(inFlight.enter().kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        inFlight.leave();
        assertThat(inFlight.enter()).isNull();

        var closed = inFlight.close().toFuture();
        assertThat(inFlight.enter().kind()).isEqualTo(StoreException.Kind.CLOSED);
        inFlight.leave();
        assertThat(closed).isNotDone();
        inFlight.leave();
        assertThat(closed).isCompleted();
        inFlight.close().block(Duration.ofSeconds(5));
    }

    /** A row of an index has its bounds, and one token must not keep those beside it from being stored. */
    @Test
    void longestKeyAndAddress_fitIntoEveryIndex() {
        var store = PostgresServer.open(PostgresServer.shared().freshUrl());
        StoreSamples samples = new StoreSamples(4);
        Random random = new Random(4);
        String key = text(random, RedeemRequest.MAX_KEY_LENGTH, '\u4e00', 0x5000);
        MintUrl mint = MintUrl.of("https://mint.example/" + text(random, MintUrl.MAX_LENGTH - 21, 'a', 26));
        List<InboxDraft> drafts = List.of(
                StoreSamples.waiting(samples.token(key, 1), mint), StoreSamples.waiting(samples.token("good", 1)));
        assertThat(store.acceptInbox(StoreSamples.WALLET, drafts, StoreSamples.NOW, StoreSamples.ROOM)
                        .block(Duration.ofSeconds(30)))
                .allMatch(InboxReceipt.Stored.class::isInstance);
        store.close().block(Duration.ofSeconds(30));
    }

    /** Without a pattern, so that it is not stored in less than it is. */
    private static String text(Random random, int length, char first, int many) {
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, many).forEach(i -> text.append((char) (first + i)));
        return text.toString();
    }

    @Test
    void keysOfAnyCharacters_areKeptApart() {
        var store = PostgresServer.open(PostgresServer.shared().freshUrl());
        StoreSamples samples = new StoreSamples(3);
        List<String> keys = List.of("a\u0000", "a", "a\u001B0000", "\uD800", "\uD801", "?");
        for (String key : keys) {
            store.prepare(StoreSamples.WALLET, samples.redeem(samples.token(key, 1)))
                    .block(Duration.ofSeconds(30));
        }
        assertThat(store.findRedemptions(StoreSamples.WALLET, keys, List.of(), List.of())
                        .map(found -> found.key())
                        .collectList()
                        .block(Duration.ofSeconds(30)))
                .containsExactlyInAnyOrderElementsOf(keys);
        PostgresServer.close(store);
    }
}
