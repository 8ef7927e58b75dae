package io.nutflux.perf.jmh;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.Hex;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The equations of NUT-00 and NUT-12 written down with BouncyCastle as they stand in the specification, one point at a
 * time: what the curve engine is compared with. Also the mint's side, to make signatures to verify.
 */
final class PlainBouncyCastle {

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger N = CURVE.getN();
    private static final byte[] DOMAIN = "Secp256k1_HashToCurve_Cashu_".getBytes(StandardCharsets.US_ASCII);

    private PlainBouncyCastle() {}

    /** {@code hash_to_curve} (NUT-00). */
    static ECPoint hashToCurve(byte[] message) {
        MessageDigest sha256 = sha256();
        sha256.update(DOMAIN);
        byte[] hash = sha256.digest(message);
        for (int counter = 0; ; counter++) {
            sha256.update(hash);
            byte[] x = sha256.digest(
                    new byte[] {(byte) counter, (byte) (counter >>> 8), (byte) (counter >>> 16), (byte) (counter >>> 24)
                    });
            byte[] compressed = new byte[CurvePoint.LENGTH];
            compressed[0] = 2;
            System.arraycopy(x, 0, compressed, 1, x.length);
            try {
                return CURVE.getCurve().decodePoint(compressed);
            } catch (IllegalArgumentException notOnCurve) {
                // About every second x has no point: the specification says to try the next counter.
            }
        }
    }

    /** {@code kG}. */
    static ECPoint publicKey(BigInteger k) {
        return CURVE.getG().multiply(k);
    }

    /** The proof of {@code A = kG} and {@code C_ = kB_} (NUT-12), with the nonce {@code p}. */
    static DleqProof prove(BigInteger k, ECPoint A, ECPoint B_, ECPoint C_, BigInteger p, Scalar r) {
        BigInteger e = new BigInteger(1, hash(publicKey(p), B_.multiply(p), A, C_));
        return new DleqProof(scalar(e.mod(N)), scalar(p.add(e.multiply(k)).mod(N)), r);
    }

    /** Whether the proof of a signature holds (NUT-12). */
    static boolean verify(CurvePoint A, CurvePoint B_, CurvePoint C_, DleqProof dleq) {
        return verify(point(A), point(B_), point(C_), dleq);
    }

    /** Whether the proof that a receiver got holds (NUT-12): {@code B_} and {@code C_} are rebuilt from {@code r}. */
    static boolean verifyReceived(CurvePoint A, byte[] secret, CurvePoint C, Scalar r, DleqProof dleq) {
        ECPoint key = point(A);
        BigInteger blinding = number(r);
        ECPoint B_ = hashToCurve(secret).add(CURVE.getG().multiply(blinding));
        ECPoint C_ = point(C).add(key.multiply(blinding));
        return verify(key, B_, C_, dleq);
    }

    private static boolean verify(ECPoint A, ECPoint B_, ECPoint C_, DleqProof dleq) {
        BigInteger e = number(dleq.e());
        BigInteger s = number(dleq.s());
        ECPoint R1 = CURVE.getG().multiply(s).subtract(A.multiply(e));
        ECPoint R2 = B_.multiply(s).subtract(C_.multiply(e));
        return Arrays.equals(hash(R1, R2, A, C_), dleq.e().toBytes());
    }

    private static byte[] hash(ECPoint... points) {
        MessageDigest sha256 = sha256();
        for (ECPoint point : points) {
            sha256.update(Hex.encode(point.getEncoded(false)).getBytes(StandardCharsets.US_ASCII));
        }
        return sha256.digest();
    }

    static ECPoint point(CurvePoint point) {
        return CURVE.getCurve().decodePoint(point.toBytes());
    }

    static CurvePoint compressed(ECPoint point) {
        return CurvePoint.of(point.getEncoded(true));
    }

    static BigInteger number(Scalar scalar) {
        return new BigInteger(1, scalar.toBytes());
    }

    static Scalar scalar(BigInteger number) {
        byte[] bytes = new byte[Scalar.LENGTH];
        byte[] significant = number.toByteArray();
        int length = Math.min(significant.length, bytes.length);
        System.arraycopy(significant, significant.length - length, bytes, bytes.length - length, length);
        return Scalar.of(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
