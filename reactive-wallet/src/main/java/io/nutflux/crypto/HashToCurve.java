package io.nutflux.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Function;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/**
 * {@code hash_to_curve} (NUT-00): the first digest of message and counter that is the x of a point; its y is the even
 * one. Half of all x are, so it takes two tries on average, and 2^16 are never needed.
 */
final class HashToCurve {

    private static final byte[] DOMAIN = "Secp256k1_HashToCurve_Cashu_".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_COUNTER = 1 << 16;

    private HashToCurve() {}

    /** The point, by BouncyCastle. */
    static ECPoint hash(byte[] message) {
        return first(message, x -> Secp256k1.lift(new BigInteger(1, x), false));
    }

    /**
     * What {@code lift} makes of the first digest that it does not give {@code null} for.
     *
     * @param <P> a point
     */
    static <P> P first(byte[] message, Function<byte[], @Nullable P> lift) {
        MessageDigest sha256 = Hashing.sha256();
        sha256.update(DOMAIN);
        byte[] seed = sha256.digest(message);
        for (int counter = 0; counter < MAX_COUNTER; counter++) {
            sha256.update(seed);
            sha256.update((byte) counter);
            sha256.update((byte) (counter >>> 8));
            sha256.update((byte) 0);
            sha256.update((byte) 0);
            P point = lift.apply(sha256.digest());
            if (point != null) {
                return point;
            }
        }
        throw new IllegalStateException("no point after 2^16 tries");
    }
}
