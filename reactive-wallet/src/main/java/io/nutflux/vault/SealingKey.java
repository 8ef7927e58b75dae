package io.nutflux.vault;

import io.nutflux.crypto.Randomness;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** One version of a wallet's data key, and the subkeys derived from it. Format and reasons are in {@link WalletKeys}. */
final class SealingKey {

    static final byte FORMAT = 1;
    static final int OVERHEAD = 1 + Integer.BYTES + Salt.LENGTH + AesGcm.NONCE + AesGcm.TAG;

    private static final int SALT_AT = 1 + Integer.BYTES;
    private static final int NONCE_AT = SALT_AT + Salt.LENGTH;
    private static final int CIPHERTEXT_AT = NONCE_AT + AesGcm.NONCE;
    private static final byte[] LABEL = "nutflux/seal/1".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_SUBKEYS = 256;

    /** Names a subkey. Not secret. */
    private record Salt(long high, long low) {

        static final int LENGTH = 2 * Long.BYTES;

        static Salt at(byte[] bytes, int offset) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, LENGTH);
            return new Salt(buffer.getLong(), buffer.getLong());
        }
    }

    /** The subkey that seals now, and how many values it has sealed. */
    private record Sealing(Salt salt, WipeableKey key, AtomicInteger sealed) {}

    private final int version;
    private final WipeableKey dataKey;
    private final Randomness randomness;
    private final int valuesPerSalt;
    private final Map<Salt, WipeableKey> subkeys = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Sealing> sealing = new AtomicReference<>();

    SealingKey(int version, DataKey dataKey, Randomness randomness, int valuesPerSalt) {
        this.version = version;
        this.dataKey = new WipeableKey(WipeableKey.HMAC, dataKey.toBytes());
        this.randomness = randomness;
        this.valuesPerSalt = valuesPerSalt;
    }

    int version() {
        return version;
    }

    /** A copy of the data key, for another holder to wipe. */
    DataKey copy() {
        byte[] bytes = dataKey.getEncoded();
        try {
            return DataKey.of(bytes);
        } finally {
            AesGcm.wipe(bytes);
        }
    }

    /** The version that {@code sealed} names, or null if it is nothing of this format. */
    static @Nullable Integer versionOf(byte[] sealed) {
        return sealed.length < OVERHEAD || sealed[0] != FORMAT
                ? null
                : ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt();
    }

    byte[] seal(byte[] associated, byte[] plain) {
        byte[] out = new byte[OVERHEAD + plain.length];
        byte[] nonce = new byte[AesGcm.NONCE];
        randomness.fill(nonce);
        Sealing now = sealing();
        ByteBuffer.wrap(out)
                .put(FORMAT)
                .putInt(version)
                .putLong(now.salt().high())
                .putLong(now.salt().low())
                .put(nonce);
        AesGcm.seal(now.key(), associated, plain, out, CIPHERTEXT_AT);
        return out;
    }

    /** What was sealed, or null if it was changed or belongs elsewhere. */
    byte @Nullable [] open(byte[] associated, byte[] sealed) {
        Salt salt = Salt.at(sealed, SALT_AT);
        WipeableKey known = subkeys.get(salt);
        WipeableKey key = known == null ? derive(salt) : known;
        byte[] plain = AesGcm.open(key, associated, sealed, CIPHERTEXT_AT);
        // Only what opened is remembered: edited rows bring salts without end.
        if (known == null && plain != null) {
            remember(salt, key);
        }
        return plain;
    }

    private Sealing sealing() {
        while (true) {
            Sealing now = sealing.get();
            if (now != null && now.sealed().getAndIncrement() < valuesPerSalt) {
                return now;
            }
            byte[] bytes = new byte[Salt.LENGTH];
            randomness.fill(bytes);
            Salt salt = Salt.at(bytes, 0);
            Sealing next = new Sealing(salt, derive(salt), new AtomicInteger());
            if (sealing.compareAndSet(now, next)) {
                remember(salt, next.key());
            } else {
                next.key().destroy();
            }
        }
    }

    private WipeableKey derive(Salt salt) {
        try {
            Mac mac = Mac.getInstance(WipeableKey.HMAC);
            mac.init(dataKey);
            mac.update(LABEL);
            byte[] bytes = mac.doFinal(ByteBuffer.allocate(Salt.LENGTH)
                    .putLong(salt.high())
                    .putLong(salt.low())
                    .array());
            return new WipeableKey(WipeableKey.AES, bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + WipeableKey.HMAC, e);
        }
    }

    /** One that goes to make room is not wiped: another thread may be using it. */
    private void remember(Salt salt, WipeableKey key) {
        if (subkeys.size() >= MAX_SUBKEYS) {
            subkeys.keySet().stream().findAny().ifPresent(subkeys::remove);
        }
        subkeys.put(salt, key);
        if (dataKey.isDestroyed()) {
            key.destroy();
        }
    }

    void close() {
        dataKey.destroy();
        Sealing last = sealing.get();
        if (last != null) {
            last.key().destroy();
        }
        subkeys.values().forEach(WipeableKey::destroy);
        subkeys.clear();
    }
}
