package io.nutflux.vault;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import io.nutflux.model.Hex;
import io.nutflux.model.WalletId;
import io.nutflux.vault.KeyContext.Use;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/**
 * What stands before the content of a backup, in clear but authenticated. The format is described at {@link Backups}.
 *
 * @param id 32 hexadecimal characters; names this backup
 * @param createdAt in whole seconds
 * @param key the backup's own key, wrapped
 */
public record BackupHeader(String id, Instant createdAt, WrappedKey key) {

    static final int ID = 16;

    private static final byte[] MAGIC = "nutflux backup\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte FORMAT = 1;
    private static final int MAX_PROVIDER = 1024;
    private static final int MAX_TEXT = 32 * 1024;

    public BackupHeader {
        if (!id.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("a backup's id has 32 hexadecimal characters");
        }
    }

    /** The context in which {@link #key} is wrapped. */
    KeyContext context() {
        return context(id);
    }

    static KeyContext context(String id) {
        return new KeyContext(Use.BACKUP, new WalletId(id), 1);
    }

    byte[] toBytes() {
        byte[] provider = AssociatedData.utf8(key.provider());
        byte[] text = AssociatedData.utf8(key.text());
        if (provider.length > MAX_PROVIDER || text.length > MAX_TEXT) {
            throw VaultErrors.unavailable("the key source gave a wrapped key that is too long for a backup", null);
        }
        return ByteBuffer.allocate(MAGIC.length + 1 + ID + Long.BYTES + 2 * Short.BYTES + provider.length + text.length)
                .put(MAGIC)
                .put(FORMAT)
                .put(Hex.decode(id))
                .putLong(createdAt.getEpochSecond())
                .putShort((short) provider.length)
                .put(provider)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    /** Reads the header and leaves {@code in} at the first byte of the content. */
    static BackupHeader read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            if (!Arrays.equals(data.readNBytes(MAGIC.length), MAGIC)) {
                throw corrupt("is no backup");
            }
            int format = data.readUnsignedByte();
            if (format != FORMAT) {
                throw new StoreException(
                        Kind.NEWER_SCHEMA,
                        "the backup has format " + format + ", and this version of the library reads " + FORMAT,
                        null);
            }
            String id = Hex.encode(exactly(data, ID));
            Instant createdAt = Instant.ofEpochSecond(data.readLong());
            String provider = text(data, MAX_PROVIDER);
            return new BackupHeader(id, createdAt, new WrappedKey(provider, text(data, MAX_TEXT)));
        } catch (EOFException e) {
            throw corrupt("is cut off in its header");
        } catch (DateTimeException | IllegalArgumentException e) {
            throw corrupt("has a header that none can have");
        }
    }

    private static String text(DataInputStream data, int max) throws IOException {
        int length = data.readUnsignedShort();
        if (length > max) {
            throw corrupt("has a header that none can have");
        }
        return new String(exactly(data, length), StandardCharsets.UTF_8);
    }

    private static byte[] exactly(DataInputStream data, int length) throws IOException {
        byte[] bytes = new byte[length];
        data.readFully(bytes);
        return bytes;
    }

    private static StoreException corrupt(String why) {
        return new StoreException(Kind.CORRUPT, "the file " + why, null);
    }
}
