package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The mint's half of the protocol (NUT-00, NUT-12 with its deterministic nonce), on libsecp256k1. */
final class SigningMint {

    static final BigInteger N = new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private SigningMint() {}

    static CurvePoint sign(Scalar key, CurvePoint B_) {
        return Reference.multiply(B_, key);
    }

    /** The proof without {@code r}. */
    static DleqProof prove(Scalar key, CurvePoint B_) {
        CurvePoint A = Reference.publicKey(key);
        CurvePoint C_ = sign(key, B_);
        for (int counter = 0; ; counter++) {
            BigInteger nonce = nonce(key, A, B_, C_, (byte) counter);
            if (nonce.signum() == 0 || nonce.compareTo(N) >= 0) {
                continue;
            }
            Scalar p = scalar(nonce);
            CurvePoint R1 = Reference.publicKey(p);
            CurvePoint R2 = Reference.multiply(B_, p);
            byte[] e = hash(R1, R2, A, C_);
            BigInteger s =
                    nonce.add(new BigInteger(1, e).multiply(integer(key))).mod(N);
            return new DleqProof(Scalar.of(e), scalar(s), null);
        }
    }

    static byte[] hash(CurvePoint... points) {
        MessageDigest sha256 = sha256();
        for (CurvePoint point : points) {
            sha256.update(
                    HexFormat.of().formatHex(Reference.uncompressed(point)).getBytes(StandardCharsets.US_ASCII));
        }
        return sha256.digest();
    }

    private static BigInteger nonce(Scalar key, CurvePoint A, CurvePoint B_, CurvePoint C_, byte counter) {
        // HMAC by hand: the key is 32 bytes, shorter than the block of 64.
        byte[] inner = new byte[64];
        byte[] outer = new byte[64];
        byte[] keyBytes = key.toBytes();
        for (int i = 0; i < 64; i++) {
            byte k = i < keyBytes.length ? keyBytes[i] : 0;
            inner[i] = (byte) (k ^ 0x36);
            outer[i] = (byte) (k ^ 0x5c);
        }
        MessageDigest sha256 = sha256();
        sha256.update(inner);
        sha256.update("Cashu_DLEQ_R_v1".getBytes(StandardCharsets.US_ASCII));
        sha256.update(Reference.uncompressed(A));
        sha256.update(Reference.uncompressed(B_));
        sha256.update(Reference.uncompressed(C_));
        sha256.update(counter);
        byte[] digest = sha256.digest();
        sha256.update(outer);
        return new BigInteger(1, sha256.digest(digest));
    }

    static BigInteger integer(Scalar scalar) {
        return new BigInteger(1, scalar.toBytes());
    }

    static Scalar scalar(BigInteger value) {
        return Scalar.fromHex(String.format("%064x", value));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
