package io.nutflux.vault;

import io.nutflux.error.StoreException;
import io.nutflux.error.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** Reads the content of one backup, chunk by chunk. For one thread. */
final class BackupInput implements AutoCloseable {

    private final PushbackInputStream in;
    private final BackupCipher cipher;
    private boolean ended;

    private BackupInput(PushbackInputStream in, BackupCipher cipher) {
        this.in = in;
        this.cipher = cipher;
    }

    /** Reads the header once more from {@code stream}, which it takes over, and begins after it. */
    static BackupInput of(InputStream stream, DataKey key) throws IOException {
        PushbackInputStream in = new PushbackInputStream(stream, 1);
        try {
            return new BackupInput(
                    in, new BackupCipher(key, BackupHeader.read(in).toBytes()));
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Whether the last piece was given. */
    boolean isAtEnd() {
        return ended;
    }

    /** The next piece of the content, authenticated; only the last may be empty. */
    byte[] next() throws IOException {
        byte[] sealed = in.readNBytes(BackupCipher.SEALED_CHUNK);
        int following = sealed.length < BackupCipher.SEALED_CHUNK ? -1 : in.read();
        boolean last = following < 0;
        if (!last) {
            in.unread(following);
        }
        byte[] content = sealed.length < AesGcm.TAG ? null : cipher.open(sealed, last);
        if (content == null) {
            throw why(sealed, last);
        }
        ended = last;
        return content;
    }

    /** Whole chunks that end too early, or go on after the end, are told apart from edited ones. */
    private StoreException why(byte[] sealed, boolean last) {
        boolean whole = sealed.length == BackupCipher.SEALED_CHUNK;
        if (sealed.length == 0 || (last && whole && cipher.open(sealed, false) != null)) {
            return new StoreException(Kind.CORRUPT, "the backup is cut off: its end is missing", null);
        }
        if (!last && cipher.open(sealed, true) != null) {
            return VaultErrors.tampered("something was appended to the backup");
        }
        return VaultErrors.tampered("the backup was edited, cut, or is damaged");
    }

    @Override
    public void close() throws IOException {
        cipher.close();
        in.close();
    }
}
