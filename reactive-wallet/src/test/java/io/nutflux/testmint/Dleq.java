package io.nutflux.testmint;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A proof that one key made both {@code A = aG} and {@code C_ = aB_} (NUT-12).
 *
 * @param e the challenge, 64 hex characters
 * @param s the answer, 64 hex characters
 */
record Dleq(String e, String s) {

    private static final byte[] NONCE_DOMAIN = "Cashu_DLEQ_R_v1".getBytes(StandardCharsets.US_ASCII);

    /** Makes the proof with the deterministic nonce (12.10). */
    static Dleq prove(byte[] a, byte[] A, byte[] blinded, byte[] signature) {
        byte[] nonce = nonce(a, A, blinded, signature);
        byte[] e = challenge(Curve.publicPoint(nonce), Curve.multiply(blinded, nonce), A, signature);
        BigInteger s = new BigInteger(1, nonce)
                .add(new BigInteger(1, e).multiply(new BigInteger(1, a)))
                .mod(Curve.ORDER);
        return new Dleq(HexFormat.of().formatHex(e), HexFormat.of().formatHex(Curve.scalar(s)));
    }

    /** Whether {@code e = hash(sG - eA, sB_ - eC_, A, C_)} (12.2). */
    boolean holds(byte[] A, byte[] blinded, byte[] signature) {
        byte[] eBytes = HexFormat.of().parseHex(e);
        byte[] sBytes = HexFormat.of().parseHex(s);
        byte[] reduced = Curve.scalar(new BigInteger(1, eBytes));
        byte[] r1 = Curve.subtract(Curve.publicPoint(sBytes), Curve.multiply(A, reduced));
        byte[] r2 = Curve.subtract(Curve.multiply(blinded, sBytes), Curve.multiply(signature, reduced));
        return HexFormat.of().formatHex(challenge(r1, r2, A, signature)).equals(e);
    }

    /** SHA-256 over the hex text of the uncompressed points (12.1). */
    static byte[] challenge(byte[]... points) {
        StringBuilder text = new StringBuilder();
        for (byte[] point : points) {
            text.append(HexFormat.of().formatHex(point));
        }
        return Curve.sha256(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] nonce(byte[] a, byte[] A, byte[] blinded, byte[] signature) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(a, "HmacSHA256"));
            for (int counter = 0; counter < 256; counter++) {
                mac.update(NONCE_DOMAIN);
                mac.update(A);
                mac.update(blinded);
                mac.update(signature);
                byte[] candidate = mac.doFinal(new byte[] {(byte) counter});
                if (Curve.isScalar(candidate)) {
                    return candidate;
                }
            }
            throw new IllegalStateException("no nonce found");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
