package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/** The curve's constants, and the way between the model's bytes and BouncyCastle's points and integers. */
final class Secp256k1 {

    private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");

    static final ECCurve CURVE = PARAMETERS.getCurve();
    static final ECPoint G = PARAMETERS.getG();

    /** The group's order. */
    static final BigInteger N = PARAMETERS.getN();

    private static final BigInteger P = CURVE.getField().getCharacteristic();
    private static final byte[] N_BYTES = N.toByteArray();

    private Secp256k1() {}

    /**
     * The point that the 33 bytes stand for.
     *
     * @throws InvalidPointException if x is not on the curve or not below the field's prime
     */
    static ECPoint decode(CurvePoint point) {
        ECPoint decoded = decodeOrNull(point);
        if (decoded == null) {
            throw new InvalidPointException("not a point of the curve");
        }
        return decoded;
    }

    static @Nullable ECPoint decodeOrNull(CurvePoint point) {
        byte[] bytes = point.toBytes();
        return lift(new BigInteger(1, Arrays.copyOfRange(bytes, 1, bytes.length)), bytes[0] == 3);
    }

    /** The point with this x and this parity of y, or {@code null} if there is none. */
    static @Nullable ECPoint lift(BigInteger x, boolean odd) {
        if (x.compareTo(P) >= 0) {
            return null;
        }
        ECFieldElement fieldX = CURVE.fromBigInteger(x);
        ECFieldElement y = fieldX.square().multiply(fieldX).add(CURVE.getB()).sqrt();
        if (y == null) {
            return null;
        }
        return CURVE.createPoint(x, (y.testBitZero() == odd ? y : y.negate()).toBigInteger());
    }

    /**
     * The 33 bytes of {@code point}.
     *
     * @throws InvalidPointException at infinity, which has no such form
     */
    static CurvePoint encode(ECPoint point) {
        if (point.isInfinity()) {
            throw new InvalidPointException("the result is the point at infinity");
        }
        return CurvePoint.of(point.getEncoded(true));
    }

    /** The scalar's value, not reduced. */
    static BigInteger integer(Scalar scalar) {
        byte[] bytes = scalar.toBytes();
        BigInteger value = new BigInteger(1, bytes);
        Arrays.fill(bytes, (byte) 0);
        return value;
    }

    /** Whether {@code 0 < scalar < n}; the time taken does not depend on the value. */
    static boolean isInRange(Scalar scalar) {
        byte[] bytes = scalar.toBytes();
        int any = 0;
        int borrow = 0;
        for (int i = Scalar.LENGTH - 1; i >= 0; i--) {
            int digit = bytes[i] & 0xff;
            any |= digit;
            // N_BYTES has a leading sign byte.
            borrow = ((digit - (N_BYTES[i + 1] & 0xff) - borrow) >> 31) & 1;
        }
        Arrays.fill(bytes, (byte) 0);
        return (((any + 0xff) >> 8) & borrow) == 1;
    }

    /** {@code value}, at least 0 and below 2^256, as 32 bytes. */
    static byte[] toBytes(BigInteger value) {
        byte[] signed = value.toByteArray();
        byte[] bytes = new byte[Scalar.LENGTH];
        int length = Math.min(signed.length, bytes.length);
        System.arraycopy(signed, signed.length - length, bytes, bytes.length - length, length);
        Arrays.fill(signed, (byte) 0);
        return bytes;
    }
}
