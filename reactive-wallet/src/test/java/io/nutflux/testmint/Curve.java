package io.nutflux.testmint;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Points and scalars of secp256k1 by libsecp256k1. A point is its 65-byte uncompressed SEC1 form inside the mint and 66
 * hex characters on the wire; a scalar is 32 bytes, big-endian.
 */
final class Curve {

    static final BigInteger ORDER =
            new BigInteger("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141", 16);

    private static final Secp256k1 LIB = Secp256k1.get();
    private static final byte[] DOMAIN = "Secp256k1_HashToCurve_Cashu_".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Curve() {}

    /** NUT-00: the first {@code 02 || SHA256(SHA256(domain || message) || counter)} that is a point (00.2, 00.3). */
    static byte[] hashToCurve(byte[] message) {
        byte[] seed = sha256(DOMAIN, message);
        byte[] candidate = new byte[33];
        candidate[0] = 2;
        for (int counter = 0; counter < 1 << 16; counter++) {
            byte[] littleEndian = {(byte) counter, (byte) (counter >>> 8), 0, 0};
            System.arraycopy(sha256(seed, littleEndian), 0, candidate, 1, 32);
            byte[] point = pointOrNull(candidate);
            if (point != null) {
                return point;
            }
        }
        throw new IllegalStateException("no point found");
    }

    private static byte @Nullable [] pointOrNull(byte[] compressed) {
        try {
            return LIB.pubkeyParse(compressed);
        } catch (Secp256k1Exception notOnCurve) {
            return null;
        }
    }

    static byte[] hashToCurve(String secret) {
        return hashToCurve(secret.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a compressed point.
     *
     * @throws IllegalArgumentException unless {@code hex} is 66 hex characters of a point on the curve
     */
    static byte[] parse(String hex) {
        if (hex.length() != 66) {
            throw new IllegalArgumentException("a point has 66 hex characters");
        }
        byte[] point = pointOrNull(HexFormat.of().parseHex(hex));
        if (point == null) {
            throw new IllegalArgumentException("not a point on the curve");
        }
        return point;
    }

    /** The compressed form in lower-case hex. */
    static String hex(byte[] point) {
        return HexFormat.of().formatHex(LIB.pubKeyCompress(point));
    }

    static byte[] multiply(byte[] point, byte[] scalar) {
        return LIB.pubKeyTweakMul(point, scalar);
    }

    static byte[] add(byte[] a, byte[] b) {
        return LIB.pubKeyCombine(new byte[][] {a, b});
    }

    static byte[] subtract(byte[] a, byte[] b) {
        return add(a, LIB.pubKeyNegate(b));
    }

    /** {@code scalar * G}. */
    static byte[] publicPoint(byte[] scalar) {
        return LIB.pubkeyCreate(scalar);
    }

    static boolean isScalar(byte[] candidate) {
        return LIB.secKeyVerify(candidate);
    }

    static byte[] randomScalar() {
        byte[] scalar = new byte[32];
        do {
            RANDOM.nextBytes(scalar);
        } while (!isScalar(scalar));
        return scalar;
    }

    static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** The scalar as 32 bytes. */
    static byte[] scalar(BigInteger value) {
        byte[] bytes = value.mod(ORDER).toByteArray();
        byte[] scalar = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, scalar, 32 - length, length);
        return scalar;
    }

    /** Checks a BIP-340 signature by the key whose compressed form is {@code publicKeyHex}; false if anything is amiss. */
    static boolean verifySchnorr(String signatureHex, byte[] digest, String publicKeyHex) {
        try {
            byte[] signature = HexFormat.of().parseHex(signatureHex);
            byte[] xOnly = Arrays.copyOfRange(parse(publicKeyHex), 1, 33);
            return signature.length == 64 && LIB.verifySchnorr(signature, digest, xOnly);
        } catch (IllegalArgumentException | Secp256k1Exception e) {
            return false;
        }
    }

    /** A BIP-340 signature in hex. */
    static String signSchnorr(byte[] digest, byte[] privateKey) {
        return HexFormat.of().formatHex(LIB.signSchnorr(digest, privateKey, randomBytes(32)));
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
