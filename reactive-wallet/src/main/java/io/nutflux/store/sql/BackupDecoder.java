package io.nutflux.store.sql;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link BackupFormat} as its bytes come, in pieces of any length, and gives the rows that are whole. Holds no more
 * than what one row needs. For one backup, one call after the other.
 */
final class BackupDecoder {

    private static final byte[] NOTHING = {};

    /** Rows of one table that came together. */
    record Batch(BackupTable table, List<Object[]> rows) {}

    private final Map<String, Long> rows = new LinkedHashMap<>();
    private byte[] left = NOTHING;
    private long bytes;
    private long schema = -1;
    private @Nullable BackupTable table;
    private long inTable;
    private long total;
    private long wallets = -1;

    /** The rows that {@code piece} completes. {@code CORRUPT} if this is no store's backup, or it contradicts itself. */
    List<Batch> feed(byte[] piece) {
        bytes += piece.length;
        ByteBuffer in = ByteBuffer.wrap(left.length == 0 ? piece : joined(left, piece));
        List<Batch> batches = new ArrayList<>();
        List<Object[]> page = new ArrayList<>();
        while (in.hasRemaining()) {
            in.mark();
            try {
                part(in, page, batches);
            } catch (BufferUnderflowException e) {
                in.reset();
                break;
            }
        }
        flush(page, batches);
        left = Arrays.copyOfRange(in.array(), in.position(), in.limit());
        if (left.length > BackupFormat.MAX_RECORD) {
            throw BackupFormat.corrupt("has a row that is too long");
        }
        return batches;
    }

    /** All that was in it. {@code CORRUPT} unless its end has been read. */
    BackupContent content() {
        if (wallets < 0) {
            throw BackupFormat.corrupt("ends before its last row");
        }
        return new BackupContent(schema, wallets, rows, bytes);
    }

    long total() {
        return total;
    }

    private void part(ByteBuffer in, List<Object[]> page, List<Batch> batches) {
        if (schema < 0) {
            start(in);
            return;
        }
        int kind = in.get();
        if (wallets >= 0) {
            throw BackupFormat.corrupt("goes on after its end");
        }
        switch (kind) {
            case BackupFormat.TABLE -> table(in);
            case BackupFormat.ROW -> {
                page.add(row(in, open()));
                inTable++;
                total++;
            }
            case BackupFormat.TABLE_END -> {
                tableEnd(in);
                flush(page, batches);
                table = null;
            }
            case BackupFormat.END -> end(in);
            default -> throw BackupFormat.corrupt("has a part that there is not");
        }
    }

    private void start(ByteBuffer in) {
        byte[] magic = new byte[BackupFormat.MAGIC.length];
        in.get(magic);
        if (!Arrays.equals(magic, BackupFormat.MAGIC)) {
            throw BackupFormat.corrupt("is not one of a store");
        }
        int format = in.get();
        if (format != BackupFormat.FORMAT) {
            throw new StoreException(
                    Kind.NEWER_SCHEMA,
                    "the backup's content has format " + format + ", and this version of the library reads "
                            + BackupFormat.FORMAT,
                    null);
        }
        schema = count(in);
    }

    private void table(ByteBuffer in) {
        if (table != null) {
            throw BackupFormat.corrupt("has a table within a table");
        }
        String name = name(in);
        int size = Byte.toUnsignedInt(in.get());
        if (size > BackupFormat.MAX_COLUMNS) {
            throw BackupFormat.corrupt("has a table of too many columns");
        }
        List<BackupColumn> columns = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            columns.add(new BackupColumn(name(in), BackupType.ofCode(in.get())));
        }
        if (rows.putIfAbsent(name, 0L) != null) {
            throw BackupFormat.corrupt("has a table twice");
        }
        table = new BackupTable(name, columns);
        inTable = 0;
    }

    private void tableEnd(ByteBuffer in) {
        if (count(in) != inTable) {
            throw BackupFormat.corrupt("lacks rows, or has too many");
        }
        rows.put(open().name(), inTable);
    }

    private void end(ByteBuffer in) {
        long all = count(in);
        long found = count(in);
        if (table != null || all != total) {
            throw BackupFormat.corrupt("lacks rows, or has too many");
        }
        wallets = found;
    }

    private BackupTable open() {
        if (table == null) {
            throw BackupFormat.corrupt("has a row outside of a table");
        }
        return table;
    }

    private void flush(List<Object[]> page, List<Batch> batches) {
        if (!page.isEmpty()) {
            batches.add(new Batch(open(), List.copyOf(page)));
            page.clear();
        }
    }

    private static Object[] row(ByteBuffer in, BackupTable table) {
        Object[] values = new Object[table.columns().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(in, table.columns().get(i).type());
        }
        return values;
    }

    private static Object value(ByteBuffer in, BackupType expected) {
        int code = in.get();
        if (code == BackupFormat.NULL) {
            return expected.none();
        }
        if (BackupType.ofCode(code) != expected) {
            throw BackupFormat.corrupt("has a value that is not of its column's type");
        }
        return switch (expected) {
            case INTEGER -> in.getLong();
            case TEXT -> text(in);
            case BLOB -> bytes(in);
        };
    }

    private static String text(ByteBuffer in) {
        String encoded = new String(bytes(in), StandardCharsets.UTF_8);
        try {
            return PostgresText.decode(encoded);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw BackupFormat.corrupt("has a text that none can have");
        }
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > BackupFormat.MAX_VALUE) {
            throw BackupFormat.corrupt("has a value that is too long");
        }
        return exactly(in, length);
    }

    private static String name(ByteBuffer in) {
        return new String(exactly(in, Byte.toUnsignedInt(in.get())), StandardCharsets.US_ASCII);
    }

    /** Nothing is allocated for what has not come. */
    private static byte[] exactly(ByteBuffer in, int length) {
        if (in.remaining() < length) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static long count(ByteBuffer in) {
        long count = in.getLong();
        if (count < 0) {
            throw BackupFormat.corrupt("has a count below zero");
        }
        return count;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
