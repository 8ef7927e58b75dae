package io.nutflux.vault;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Chains entries of a log, so that one that was edited, taken out or put in shows: each link is an HMAC-SHA256 over the link
 * before and the entry's own parts. Without the key no link can be made. Thread-safe.
 */
public final class ChainKey implements AutoCloseable {

    /** Length of the key and of a link. */
    public static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte LINK = 3;

    private final byte[] bytes;

    private ChainKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The key with these bytes, which are copied. */
    public static ChainKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a chain's key has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new ChainKey(bytes.clone());
    }

    /** What stands for the link before the first. */
    public static byte[] start() {
        return new byte[LENGTH];
    }

    /** The link after {@code previous}, of an entry with these parts; where one ends and the next begins matters. */
    public byte[] link(byte[] previous, byte[]... parts) {
        byte[][] all = new byte[parts.length + 1][];
        all[0] = previous;
        System.arraycopy(parts, 0, all, 1, parts.length);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            return mac.doFinal(AssociatedData.join(LINK, all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM lacks " + ALGORITHM, e);
        }
    }

    /** A copy of the bytes, for the caller to wipe. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Wipes this copy of the key. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "ChainKey[redacted]";
    }
}
