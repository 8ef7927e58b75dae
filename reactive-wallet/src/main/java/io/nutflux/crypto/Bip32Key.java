package io.nutflux.crypto;

import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Mac;

/** An extended private key (BIP-32): key and chain code. Private derivation only. */
final class Bip32Key {

    static final int HARDENED = 0x8000_0000;

    private static final byte[] MASTER = "Bitcoin seed".getBytes(StandardCharsets.US_ASCII);

    private final BigInteger key;
    private final byte[] chainCode;

    private Bip32Key(BigInteger key, byte[] chainCode) {
        this.key = key;
        this.chainCode = chainCode;
    }

    /** The master key of a seed of 16 to 64 bytes. */
    static Bip32Key master(byte[] seed) {
        byte[] digest = Hashing.hmacSha512(MASTER).doFinal(seed);
        try {
            return split(digest, BigInteger.ZERO);
        } finally {
            Arrays.fill(digest, (byte) 0);
        }
    }

    /** The child at {@code index}; hardened if its highest bit is set. */
    Bip32Key child(int index, CurveEngine engine) {
        byte[] data = new byte[37];
        if ((index & HARDENED) != 0) {
            // One zero byte, then the key.
            byte[] bytes = keyBytes();
            System.arraycopy(bytes, 0, data, 1, bytes.length);
            Arrays.fill(bytes, (byte) 0);
        } else {
            System.arraycopy(engine.publicKey(key()).toBytes(), 0, data, 0, 33);
        }
        ByteBuffer.wrap(data).putInt(33, index);
        Mac mac = Hashing.hmacSha512(chainCode);
        byte[] digest = mac.doFinal(data);
        try {
            return split(digest, key);
        } finally {
            Arrays.fill(data, (byte) 0);
            Arrays.fill(digest, (byte) 0);
        }
    }

    /** The private key, padded to 32 bytes. */
    Scalar key() {
        byte[] bytes = keyBytes();
        Scalar scalar = Scalar.of(bytes);
        Arrays.fill(bytes, (byte) 0);
        return scalar;
    }

    byte[] keyBytes() {
        return Secp256k1.toBytes(key);
    }

    byte[] chainCode() {
        return chainCode.clone();
    }

    void wipe() {
        Arrays.fill(chainCode, (byte) 0);
    }

    private static Bip32Key split(byte[] digest, BigInteger parent) {
        byte[] left = Arrays.copyOf(digest, 32);
        BigInteger tweak = new BigInteger(1, left);
        Arrays.fill(left, (byte) 0);
        BigInteger key = tweak.add(parent).mod(Secp256k1.N);
        if (tweak.compareTo(Secp256k1.N) >= 0 || key.signum() == 0) {
            // Once in 2^127; BIP-32 calls the key invalid.
            throw new IllegalStateException("no key at this index");
        }
        return new Bip32Key(key, Arrays.copyOfRange(digest, 32, 64));
    }
}
