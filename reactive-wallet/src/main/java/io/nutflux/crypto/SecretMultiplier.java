package io.nutflux.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.math.ec.ECMultiplier;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Multiplies a point that is known and used again (the generator, a mint's key) by a secret scalar.
 *
 * <p>BouncyCastle's fixed-point comb does the same doublings and additions for every scalar and reads the whole table at
 * each step. Below it, however, stand {@link BigInteger} and a field arithmetic with rare branches on carries. So the
 * scalar is also split, {@code k = m + (k - m)} with a fresh random {@code m}, and what leaks of either share says
 * nothing about {@code k}.
 */
final class SecretMultiplier {

    private final ECMultiplier comb = new FixedPointCombMultiplier();
    private final Randomness random;

    SecretMultiplier(Randomness random) {
        this.random = random;
    }

    /** {@code k * base}, for {@code k} in 1..n-1. The base keeps its table. */
    ECPoint multiply(ECPoint base, BigInteger k) {
        byte[] bytes = new byte[32];
        random.fill(bytes);
        BigInteger mask = new BigInteger(1, bytes).mod(Secp256k1.N);
        Arrays.fill(bytes, (byte) 0);
        ECPoint first = comb.multiply(base, mask);
        return first.add(comb.multiply(base, k.subtract(mask).mod(Secp256k1.N)));
    }
}
