package io.nutflux.store.sql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@link BackupFormat}, in the order of its methods, and counts. For one backup, one call after the other. */
final class BackupEncoder {

    private final Map<String, Long> rows = new LinkedHashMap<>();
    private long schema;
    private long wallets;
    private long inTable;
    private long total;
    private long bytes;

    byte[] start(long version) {
        schema = version;
        ByteBuffer out = ByteBuffer.allocate(BackupFormat.MAGIC.length + 1 + Long.BYTES);
        return counted(out.put(BackupFormat.MAGIC)
                .put((byte) BackupFormat.FORMAT)
                .putLong(version)
                .array());
    }

    byte[] table(BackupTable table) {
        inTable = 0;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(BackupFormat.TABLE);
        name(out, table.name());
        out.write(table.columns().size());
        for (BackupColumn column : table.columns()) {
            name(out, column.name());
            out.write(column.type().code());
        }
        return counted(out.toByteArray());
    }

    byte[] rows(BackupTable table, List<Object[]> page) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object[] row : page) {
            out.write(BackupFormat.ROW);
            for (Object value : row) {
                value(out, table, value);
            }
        }
        inTable += page.size();
        total += page.size();
        return counted(out.toByteArray());
    }

    byte[] tableEnd(BackupTable table) {
        rows.put(table.name(), inTable);
        return counted(ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) BackupFormat.TABLE_END)
                .putLong(inTable)
                .array());
    }

    byte[] end(long ofWallets) {
        wallets = ofWallets;
        return counted(ByteBuffer.allocate(1 + 2 * Long.BYTES)
                .put((byte) BackupFormat.END)
                .putLong(total)
                .putLong(wallets)
                .array());
    }

    /** Rows so far. */
    long total() {
        return total;
    }

    /** All that was written, at the end. */
    BackupContent content() {
        return new BackupContent(schema, wallets, rows, bytes);
    }

    private byte[] counted(byte[] piece) {
        bytes += piece.length;
        return piece;
    }

    private static void name(ByteArrayOutputStream out, String name) {
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    }

    private static void value(ByteArrayOutputStream out, BackupTable table, Object value) {
        if (value instanceof Long number) {
            out.write(BackupType.INTEGER.code());
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        } else if (value instanceof String text) {
            out.write(BackupType.TEXT.code());
            bytes(out, table, PostgresText.encode(text).getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] bytes) {
            out.write(BackupType.BLOB.code());
            bytes(out, table, bytes);
        } else {
            out.write(BackupFormat.NULL);
        }
    }

    private static void bytes(ByteArrayOutputStream out, BackupTable table, byte[] bytes) {
        if (bytes.length > BackupFormat.MAX_VALUE) {
            throw Errors.unavailable(
                    "table " + table.name() + " holds a value that is longer than a backup's may be ("
                            + BackupFormat.MAX_VALUE + " bytes)",
                    null);
        }
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }
}
