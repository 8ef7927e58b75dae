package io.nutflux.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.store.sql.BackupDecoder.Batch;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The content of a backup: what was written is read, in pieces of any length, and nothing else passes. */
class BackupFormatTest {

    private static final BackupTable TABLE = new BackupTable(
            "t",
            List.of(
                    new BackupColumn("a", BackupType.INTEGER),
                    new BackupColumn("b", BackupType.TEXT),
                    new BackupColumn("c", BackupType.BLOB)));
    private static final BackupTable EMPTY = new BackupTable("e", List.of(new BackupColumn("a", BackupType.TEXT)));
    private static final List<Object[]> ROWS = List.of(
            new Object[] {Long.MIN_VALUE, "", new byte[0]},
            new Object[] {7L, "Zürich 🥜 \u0000 \u001B \uD800", new byte[] {0, -1, 2}},
            new Object[] {SqlNull.INTEGER, SqlNull.TEXT, SqlNull.BLOB});

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
    void decode_inPiecesOfAnyLength_givesTheRows(int length) {
        byte[] content = content(ROWS);
        BackupDecoder decoder = new BackupDecoder();
        List<Object[]> rows = new ArrayList<>();
        for (int from = 0; from < content.length; from += length) {
            byte[] piece = Arrays.copyOfRange(content, from, Math.min(content.length, from + length));
            for (Batch batch : decoder.feed(piece)) {
                assertThat(batch.table()).isEqualTo(TABLE);
                rows.addAll(batch.rows());
            }
        }
        assertThat(rows).usingRecursiveComparison().isEqualTo(ROWS);
        assertThat(decoder.content()).isEqualTo(new BackupContent(9, 5, Map.of("t", 3L, "e", 0L), content.length));
    }

    @Test
    void encode_countsWhatItWrote() {
        BackupEncoder encoder = new BackupEncoder();
        int bytes = 0;
        for (byte[] piece : encoded(encoder, ROWS)) {
            bytes += piece.length;
        }
        assertThat(encoder.content()).isEqualTo(new BackupContent(9, 5, Map.of("t", 3L, "e", 0L), bytes));
        assertThat(encoder.total()).isEqualTo(3);
    }

    @Test
    void decode_cutAnywhere_hasNoEnd() {
        byte[] content = content(ROWS);
        for (int length = 0; length < content.length; length++) {
            BackupDecoder decoder = new BackupDecoder();
            decoder.feed(Arrays.copyOf(content, length));
            assertThatThrownBy(decoder::content).as("cut at " + length).satisfies(BackupFormatTest::isCorrupt);
        }
    }

    /** It is authenticated before it comes here; all the same nothing but a named error comes of it. */
    @Test
    void decode_anyByteChanged_isReadOrRefusedByName() {
        byte[] content = content(ROWS);
        for (int i = 0; i < content.length; i++) {
            byte[] changed = content.clone();
            changed[i] ^= (byte) 0x81;
            try {
                BackupDecoder decoder = new BackupDecoder();
                decoder.feed(changed);
                decoder.content();
            } catch (StoreException e) {
                assertThat(e.kind()).isIn(Kind.CORRUPT, Kind.NEWER_SCHEMA);
            }
        }
    }

    @Test
    void decode_somethingElse_isCorrupt() {
        assertRefused(
                Kind.CORRUPT, "SQLite format 3 and more of it".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void decode_laterFormat_isNewerSchema() {
        byte[] content = content(ROWS);
        content[BackupFormat.MAGIC.length]++;
        assertRefused(Kind.NEWER_SCHEMA, content);
    }

    @Test
    void decode_afterTheEnd_isCorrupt() {
        assertRefused(Kind.CORRUPT, joined(content(ROWS), new byte[] {1}));
    }

    @Test
    void decode_lengthThatNoValueHas_isRefusedAtOnce() {
        BackupEncoder encoder = new BackupEncoder();
        byte[] row = ByteBuffer.allocate(11)
                .put((byte) BackupFormat.ROW)
                .put((byte) BackupFormat.NULL)
                .put((byte) BackupFormat.NULL)
                .put((byte) BackupType.BLOB.code())
                .putInt(BackupFormat.MAX_VALUE + 1)
                .array();
        assertRefused(Kind.CORRUPT, joined(encoder.start(1), encoder.table(TABLE), row));
        row[7] = -1;
        row[4] = -1;
        assertRefused(Kind.CORRUPT, joined(encoder.start(1), encoder.table(TABLE), row));
    }

    @Test
    void encode_valueThatIsTooLong_namesItsTable() {
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {1L, "", new byte[BackupFormat.MAX_VALUE + 1]});
        assertThatThrownBy(() -> new BackupEncoder().rows(TABLE, rows))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageContaining("table t");
    }

    @Test
    void decode_partsInTheWrongPlace_isCorrupt() {
        BackupEncoder encoder = new BackupEncoder();
        byte[] start = encoder.start(1);
        byte[] table = encoder.table(TABLE);
        byte[] rows = encoder.rows(TABLE, ROWS);
        byte[] tableEnd = encoder.tableEnd(TABLE);
        byte[] end = encoder.end(0);
        assertRefused(Kind.CORRUPT, joined(start, rows));
        assertRefused(Kind.CORRUPT, joined(start, table, table));
        assertRefused(Kind.CORRUPT, joined(start, table, rows, tableEnd, table));
        assertRefused(Kind.CORRUPT, joined(start, table, tableEnd));
        assertRefused(Kind.CORRUPT, joined(start, table, rows, end));
        assertRefused(Kind.CORRUPT, joined(start, table, rows, rows, tableEnd));
        assertRefused(Kind.CORRUPT, joined(start, end));
        assertRefused(Kind.CORRUPT, joined(start, tableEnd));
        assertRefused(Kind.CORRUPT, joined(start, new byte[] {9}));
    }

    @Test
    void decode_valueOfAnotherType_isCorrupt() {
        BackupEncoder encoder = new BackupEncoder();
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {"text", "", new byte[0]});
        assertRefused(Kind.CORRUPT, joined(encoder.start(1), encoder.table(TABLE), encoder.rows(TABLE, rows)));
    }

    private static byte[] content(List<Object[]> rows) {
        return joined(encoded(new BackupEncoder(), rows).toArray(byte[][]::new));
    }

    private static List<byte[]> encoded(BackupEncoder encoder, List<Object[]> rows) {
        return List.of(
                encoder.start(9),
                encoder.table(TABLE),
                encoder.rows(TABLE, rows.subList(0, 1)),
                encoder.rows(TABLE, rows.subList(1, rows.size())),
                encoder.tableEnd(TABLE),
                encoder.table(EMPTY),
                encoder.tableEnd(EMPTY),
                encoder.end(5));
    }

    private static void assertRefused(Kind kind, byte[] content) {
        assertThatThrownBy(() -> new BackupDecoder().feed(content))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static void isCorrupt(Throwable e) {
        assertThat(e)
                .isInstanceOfSatisfying(
                        StoreException.class, named -> assertThat(named.kind()).isEqualTo(Kind.CORRUPT));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
