package io.nutflux.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Chunks of one backup, in order: STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, 2015) over AES-256-GCM. A chunk's nonce is its
 * number and whether it is the last, so one that is missing, repeated or moved, or an end that is not the end, fails.
 */
final class BackupCipher implements AutoCloseable {

    /** Content in each chunk but the last. */
    static final int CHUNK = 64 * 1024;

    static final int SEALED_CHUNK = CHUNK + AesGcm.TAG;

    private static final byte[] LABEL = "nutflux/backup/1".getBytes(StandardCharsets.US_ASCII);
    private static final int NUMBER_AT = AesGcm.NONCE - Integer.BYTES - 1;
    private static final byte[] NOTHING = {};

    private final WipeableKey key;
    private int next;

    /** The header is part of the key, so that an edited one opens nothing. */
    BackupCipher(DataKey key, byte[] header) {
        WipeableKey of = new WipeableKey(WipeableKey.HMAC, key.toBytes());
        try {
            Mac mac = Mac.getInstance(WipeableKey.HMAC);
            mac.init(of);
            mac.update(LABEL);
            this.key = new WipeableKey(WipeableKey.AES, mac.doFinal(header));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + WipeableKey.HMAC, e);
        } finally {
            of.destroy();
        }
    }

    /** The next chunk, sealed. */
    byte[] seal(byte[] content, boolean last) {
        byte[] sealed = new byte[AesGcm.NONCE + content.length + AesGcm.TAG];
        nonce(sealed, last);
        AesGcm.seal(key, NOTHING, content, sealed, AesGcm.NONCE);
        advance();
        return Arrays.copyOfRange(sealed, AesGcm.NONCE, sealed.length);
    }

    /** The next chunk's content, or null if it is not this chunk, or not the last, or was edited. */
    byte @Nullable [] open(byte[] sealed, boolean last) {
        byte[] withNonce = new byte[AesGcm.NONCE + sealed.length];
        nonce(withNonce, last);
        System.arraycopy(sealed, 0, withNonce, AesGcm.NONCE, sealed.length);
        byte[] content = AesGcm.open(key, NOTHING, withNonce, AesGcm.NONCE);
        if (content != null) {
            advance();
        }
        return content;
    }

    private void nonce(byte[] out, boolean last) {
        ByteBuffer.wrap(out).position(NUMBER_AT).putInt(next).put((byte) (last ? 1 : 0));
    }

    private void advance() {
        next++;
        if (next == 0) {
            throw VaultErrors.unavailable("a backup holds 256 TiB at most", null);
        }
    }

    @Override
    public void close() {
        key.destroy();
    }
}
