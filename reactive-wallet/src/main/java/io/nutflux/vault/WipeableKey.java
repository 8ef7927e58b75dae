package io.nutflux.vault;

import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A secret key that can be overwritten, which {@code SecretKeySpec} cannot. Use and destruction may race: who meets the
 * bytes half wiped is told that the key is closed, and never works with what is left of it. Reading takes no lock.
 */
final class WipeableKey implements SecretKey {

    static final String AES = "AES";
    static final String HMAC = "HmacSHA256";

    private static final long serialVersionUID = 1L;

    private final transient String algorithm;
    private final transient byte[] bytes;
    private transient volatile boolean destroyed;

    /** Takes {@code bytes} over: the caller neither keeps nor changes them. */
    WipeableKey(String algorithm, byte[] bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes;
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /**
     * A copy, for the caller to wipe.
     *
     * @throws io.nutflux.error.StoreException {@code CLOSED} if the key is destroyed
     */
    @Override
    public byte[] getEncoded() {
        byte[] copy = bytes.clone();
        // The mark is set before the first byte goes, and read after the last: a copy made of zeros is always noticed.
        VarHandle.acquireFence();
        if (destroyed) {
            Arrays.fill(copy, (byte) 0);
            throw VaultErrors.closed();
        }
        return copy;
    }

    @Override
    public void destroy() {
        destroyed = true;
        VarHandle.fullFence();
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "WipeableKey[redacted]";
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("keys are not written");
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("keys are not read");
    }
}
