package io.nutflux.crypto;

import fr.acinq.secp256k1.Secp256k1Exception;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The same arithmetic on libsecp256k1, to compare with. */
final class Reference {

    private static final fr.acinq.secp256k1.Secp256k1 NATIVE = fr.acinq.secp256k1.Secp256k1.get();

    private Reference() {}

    static CurvePoint publicKey(Scalar k) {
        return compressed(NATIVE.pubkeyCreate(k.toBytes()));
    }

    static CurvePoint multiply(CurvePoint point, Scalar k) {
        return compressed(NATIVE.pubKeyTweakMul(point.toBytes(), k.toBytes()));
    }

    /** {@code point + kG}, or {@code null} at infinity. */
    static @Nullable CurvePoint addGenerator(CurvePoint point, Scalar k) {
        try {
            return compressed(NATIVE.pubKeyTweakAdd(point.toBytes(), k.toBytes()));
        } catch (Secp256k1Exception e) {
            return null;
        }
    }

    /** The sum, or {@code null} at infinity. */
    static @Nullable CurvePoint add(CurvePoint a, CurvePoint b) {
        try {
            return compressed(NATIVE.pubKeyCombine(new byte[][] {a.toBytes(), b.toBytes()}));
        } catch (Secp256k1Exception e) {
            return null;
        }
    }

    static CurvePoint negate(CurvePoint point) {
        byte[] bytes = point.toBytes();
        bytes[0] ^= 1;
        return CurvePoint.of(bytes);
    }

    static boolean isOnCurve(CurvePoint point) {
        try {
            NATIVE.pubkeyParse(point.toBytes());
            return true;
        } catch (Secp256k1Exception e) {
            return false;
        }
    }

    static byte[] uncompressed(CurvePoint point) {
        return NATIVE.pubkeyParse(point.toBytes());
    }

    private static CurvePoint compressed(byte[] point) {
        if (point.length == CurvePoint.LENGTH) {
            return CurvePoint.of(point);
        }
        byte[] bytes = Arrays.copyOf(point, CurvePoint.LENGTH);
        bytes[0] = (byte) (2 + (point[point.length - 1] & 1));
        return CurvePoint.of(bytes);
    }
}
