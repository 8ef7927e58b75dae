package io.nutflux.crypto;

import io.nutflux.model.CounterKey;
import io.nutflux.model.Hex;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Mac;

/** NUT-13. The version of the keyset's id decides; nothing is guessed (protocol 13.2). */
final class SeedOutputSecrets implements OutputSecrets {

    private static final byte[] DOMAIN = "Cashu_KDF_HMAC_SHA256".getBytes(StandardCharsets.US_ASCII);
    private static final int PURPOSE = 129_372;

    private final Seed seed;
    private final CurveEngine engine;

    SeedOutputSecrets(Seed seed, CurveEngine engine) {
        this.seed = seed;
        this.engine = engine;
    }

    @Override
    public Derived derive(KeysetId keyset, long counter) {
        if (keyset.isShort()) {
            throw new IllegalArgumentException("a short keyset id does not say which secrets are meant");
        }
        if (counter < 0) {
            throw new IllegalArgumentException("a counter is not negative");
        }
        byte[] key = CounterKey.of(keyset).toBytes();
        if (keyset.version() == 1) {
            return deriveByHmac(key, counter);
        }
        if (keyset.version() != 0 || key.length != Integer.BYTES) {
            throw new IllegalArgumentException("secrets are not defined for this version of keyset id");
        }
        if (counter > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a version 1 keyset has counters below 2^31");
        }
        return deriveByBip32(ByteBuffer.wrap(key).getInt(), (int) counter);
    }

    private Derived deriveByHmac(byte[] id, long counter) {
        byte[] key = seed.copy();
        Mac mac = Hashing.hmacSha256(key);
        Arrays.fill(key, (byte) 0);
        byte[] counterBytes = ByteBuffer.allocate(Long.BYTES).putLong(counter).array();
        byte[] secret = digest(mac, id, counterBytes, (byte) 0);
        byte[] wide = digest(mac, id, counterBytes, (byte) 1);
        BigInteger r = new BigInteger(1, wide).mod(Secp256k1.N);
        if (r.signum() == 0) {
            throw new IllegalStateException("the derived blinding factor is 0");
        }
        byte[] reduced = Secp256k1.toBytes(r);
        Derived derived = new Derived(new Secret(Hex.encode(secret)), Scalar.of(reduced));
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(wide, (byte) 0);
        Arrays.fill(reduced, (byte) 0);
        return derived;
    }

    private static byte[] digest(Mac mac, byte[] id, byte[] counter, byte type) {
        mac.update(DOMAIN);
        mac.update(id);
        mac.update(counter);
        mac.update(type);
        return mac.doFinal();
    }

    /** {@code m/129372'/0'/keyset'/counter'/0} for the secret, {@code …/1} for r (protocol 13.5). */
    private Derived deriveByBip32(int keyset, int counter) {
        byte[] bytes = seed.copy();
        Bip32Key key = Bip32Key.master(bytes);
        Arrays.fill(bytes, (byte) 0);
        for (int index : new int[] {PURPOSE, 0, keyset, counter}) {
            Bip32Key child = key.child(Bip32Key.HARDENED | index, engine);
            key.wipe();
            key = child;
        }
        Bip32Key secret = key.child(0, engine);
        Bip32Key r = key.child(1, engine);
        Derived derived = new Derived(new Secret(secret.key().revealHex()), r.key());
        key.wipe();
        secret.wipe();
        r.wipe();
        return derived;
    }
}
