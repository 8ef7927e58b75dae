package io.nutflux.crypto;

import io.nutflux.model.CurvePoint;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Field elements and points between limbs and what tests compare with. */
final class Elements {

    static final BigInteger P = new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);

    /** As large as a factor's limb may be. */
    static final long MOST = Field.MOST_UNITS * Field.UNIT;

    private Elements() {}

    /** The element modulo p, from any limbs. */
    static BigInteger value(long[] a, int ao) {
        BigInteger value = BigInteger.ZERO;
        for (int i = Field.LIMBS - 1; i >= 0; i--) {
            value = value.shiftLeft(52).add(BigInteger.valueOf(a[ao + i]));
        }
        return value.mod(P);
    }

    /** The plain limbs of a number of up to 256 bits, reduced or not. */
    static long[] limbs(BigInteger value) {
        long[] limbs = new long[Field.LIMBS];
        Field.unpack(
                limbs,
                0,
                value.longValue(),
                value.shiftRight(64).longValue(),
                value.shiftRight(128).longValue(),
                value.shiftRight(192).longValue());
        return limbs;
    }

    static long[] random(Cases cases) {
        return limbs(new BigInteger(1, cases.bytes(32)));
    }

    /** Limbs at and around everything that has a bound, and random ones as large as factors may be. */
    static List<long[]> awkward(Cases cases) {
        List<long[]> elements = new ArrayList<>();
        BigInteger all = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        for (BigInteger value : List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TWO,
                P.subtract(BigInteger.ONE),
                P,
                P.add(BigInteger.ONE),
                P.shiftRight(1),
                all,
                all.subtract(BigInteger.ONE),
                all.shiftRight(1),
                BigInteger.valueOf(0x1000003D1L))) {
            elements.add(limbs(value));
        }
        long[] bounds = {0, 1, -1, 1L << 51, 1L << 52, (1L << 52) - 1, Field.UNIT, -Field.UNIT, MOST, -MOST, MOST - 1};
        for (long bound : bounds) {
            elements.add(new long[] {bound, bound, bound, bound, bound});
            elements.add(new long[] {bound, -bound, bound, -bound, bound});
            elements.add(new long[] {bound, 0, 0, 0, 0});
            elements.add(new long[] {0, 0, 0, 0, bound});
        }
        for (int i = 0; i < 40; i++) {
            long[] limbs = new long[Field.LIMBS];
            for (int j = 0; j < limbs.length; j++) {
                limbs[j] = switch (cases.below(3)) {
                    case 0 -> bounds[cases.below(bounds.length)];
                    default -> new BigInteger(cases.bytes(8)).longValue() % (MOST + 1);
                };
            }
            elements.add(limbs);
        }
        return elements;
    }

    static long[] point(CurvePoint point) {
        long[] limbs = new long[Points.LIMBS];
        byte[] bytes = Reference.uncompressed(point);
        System.arraycopy(limbs(new BigInteger(1, bytes, 1, 32)), 0, limbs, 0, Field.LIMBS);
        System.arraycopy(limbs(new BigInteger(1, bytes, 33, 32)), 0, limbs, Points.Y, Field.LIMBS);
        return limbs;
    }

    /** The points after each other. */
    static long[] points(List<CurvePoint> points) {
        long[] limbs = new long[points.size() * Points.LIMBS];
        for (int i = 0; i < points.size(); i++) {
            System.arraycopy(point(points.get(i)), 0, limbs, i * Points.LIMBS, Points.LIMBS);
        }
        return limbs;
    }
}
