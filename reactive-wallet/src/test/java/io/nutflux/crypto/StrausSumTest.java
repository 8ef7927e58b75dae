package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link StrausSum} and what it stands on, against libsecp256k1. */
class StrausSumTest {

    private static final BigInteger LAMBDA =
            new BigInteger("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", 16);

    /** The short basis (A1, -B1), (A2, A1) of the lattice that lambda makes. */
    private static final BigInteger A1 = new BigInteger("3086d221a7d46bcde86c90e49284eb15", 16);

    private static final BigInteger B1 = new BigInteger("e4437ed6010e88286f547fa90abfe4c3", 16);
    private static final BigInteger A2 = new BigInteger("114ca50f7a8e2f3f657c1108d9d44cfd8", 16);

    private final Cases cases = new Cases("straus");

    /** The edges, multiples of lambda and their neighbours, short ones, and any. */
    private List<BigInteger> scalars() {
        List<BigInteger> scalars = new ArrayList<>(List.of(BigInteger.ZERO));
        Cases.EDGES.forEach(edge -> scalars.add(SigningMint.integer(edge)));
        for (int i = 0; i < 300; i++) {
            BigInteger factor = new BigInteger(1, cases.bytes(1 + cases.below(17)));
            scalars.add(factor);
            scalars.add(factor.multiply(LAMBDA).mod(SigningMint.N));
            scalars.add(factor.multiply(LAMBDA).add(BigInteger.valueOf(i - 150)).mod(SigningMint.N));
            scalars.add(SigningMint.N.subtract(factor));
            scalars.add(SigningMint.integer(cases.uniform()));
        }
        return scalars;
    }

    @Test
    void glv_anyScalar_isSplitIntoShortHalves() {
        for (BigInteger k : scalars()) {
            GlvScalar halves = new GlvScalar(new PublicScalar(SigningMint.scalar(k)));

            assertThat(halves.first().add(halves.second().multiply(LAMBDA)).mod(SigningMint.N))
                    .isEqualTo(k);
            // Rounding to the nearest point of the lattice leaves at most half of each side of its cell.
            assertThat(halves.first().abs().shiftLeft(1)).isLessThan(A1.add(A2).add(BigInteger.TEN));
            assertThat(halves.second().abs().shiftLeft(1)).isLessThan(B1.add(A1).add(BigInteger.TEN));
            assertThat(halves.first().bitLength()).isLessThanOrEqualTo(128);
            assertThat(halves.second().bitLength()).isLessThanOrEqualTo(128);
        }
    }

    @Test
    void recode_anyHalf_isItsNonAdjacentForm() {
        byte[] digits = new byte[GlvScalar.LENGTH];
        List<BigInteger> halves = new ArrayList<>(scalars());
        halves.replaceAll(k -> k.mod(BigInteger.ONE.shiftLeft(127)));
        BigInteger all = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
        halves.addAll(List.of(all.shiftRight(1), all.shiftRight(64), all.shiftRight(63), all.shiftRight(65)));
        for (BigInteger half : halves) {
            for (BigInteger signed : List.of(half, half.negate())) {
                for (boolean negative : new boolean[] {false, true}) {
                    int length = GlvScalar.recode(signed, negative, digits);

                    assertThat(sum(digits)).isEqualTo(negative ? signed.negate() : signed);
                    assertNonAdjacent(digits, length);
                }
            }
        }
    }

    private static BigInteger sum(byte[] digits) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = digits.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(1).add(BigInteger.valueOf(digits[i]));
        }
        return sum;
    }

    private static void assertNonAdjacent(byte[] digits, int length) {
        int last = -GlvScalar.WINDOW;
        for (int i = 0; i < digits.length; i++) {
            if (digits[i] != 0) {
                assertThat(Math.abs(digits[i])).isLessThan(2 * OddMultiples.COUNT);
                assertThat(digits[i] & 1).isEqualTo(1);
                assertThat(i - last).isGreaterThanOrEqualTo(GlvScalar.WINDOW);
                last = i;
            }
        }
        assertThat(length).isEqualTo(last < 0 ? 0 : last + 1);
    }

    @Test
    void oddMultiples_severalPoints_agreeWithLibsecp256k1() {
        List<CurvePoint> points = List.of(cases.point(), Reference.publicKey(Cases.EDGES.get(0)), cases.point());
        OddMultiples multiples = new OddMultiples(Elements.points(points), points.size());
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j < OddMultiples.COUNT; j++) {
                Scalar factor = SigningMint.scalar(BigInteger.valueOf(2 * j + 1));
                assertThat(Points.encode(multiples.points(), multiples.place(i) + j * Points.LIMBS))
                        .isEqualTo(Reference.multiply(points.get(i), factor));
            }
        }
    }

    @Test
    void sums_ofRelatedAndUnrelatedPoints_areRightOrGivenUp() {
        compare("straus", 1_500);
    }

    @Test
    @Tag("deep")
    void sums_manyCases_areRightOrGivenUp() {
        compare("deep straus", 60_000);
        System.out.println("crypto: 60,000 sums of multiples, each as by libsecp256k1 or left to the other engine");
    }

    private static void compare(String seed, int rounds) {
        Cases cases = new Cases(seed);
        StrausSum sum = new StrausSum(2);
        int given = 0;
        for (int i = 0; i < rounds; i++) {
            CurvePoint P = cases.point();
            // Related pairs bring equal and opposite points into the additions.
            boolean related = cases.below(2) == 0;
            CurvePoint Q = related
                    ? switch (cases.below(3)) {
                        case 0 -> P;
                        case 1 -> Reference.negate(P);
                        default -> Reference.multiply(P, cases.scalar());
                    }
                    : Reference.publicKey(cases.uniform());
            Scalar k = cases.scalar();
            Scalar l = related && cases.below(2) == 0 ? Cases.negated(k) : cases.scalar();
            boolean negative = cases.below(2) == 0;
            OddMultiples multiples = new OddMultiples(Elements.points(List.of(P, Q)), 2);
            sum.add(multiples.points(), multiples.place(0), new PublicScalar(k), false);
            sum.add(multiples.points(), multiples.place(1), new PublicScalar(l), negative);
            long[] jacobian = new long[Jacobian.LIMBS];
            sum.compute(jacobian, 0);

            long[] affine = new long[Points.LIMBS];
            if (Jacobian.toAffine(affine, jacobian, 1).length > 0) {
                given++;
                assertThat(related)
                        .as("points that have nothing to do with each other meet")
                        .isTrue();
            } else {
                CurvePoint lQ = Reference.multiply(Q, l);
                assertThat(Points.encode(affine, 0))
                        .isEqualTo(Reference.add(Reference.multiply(P, k), negative ? Reference.negate(lQ) : lQ));
            }
        }
        assertThat(given).isBetween(1, rounds / 2);
    }

    @Test
    void sum_ofNothing_isGivenUp() {
        long[] jacobian = new long[Jacobian.LIMBS];
        StrausSum sum = new StrausSum(1);
        OddMultiples multiples = new OddMultiples(Elements.point(cases.point()), 1);
        sum.add(multiples.points(), 0, new PublicScalar(SigningMint.scalar(BigInteger.ZERO)), true);

        sum.compute(jacobian, 0);

        assertThat(Jacobian.toAffine(new long[Points.LIMBS], jacobian, 1)).containsExactly(0);
    }

    @Test
    void toAffine_someAtInfinity_givesTheOthers() {
        CurvePoint P = cases.point();
        Jacobian point = new Jacobian();
        long[] jacobians = new long[4 * Jacobian.LIMBS];
        long[] limbs = Elements.point(P);
        for (int i = 0; i < 4; i++) {
            point.set(limbs, 0, Points.Y, i == 3);
            if (i == 1) {
                point.add(limbs, 0, Points.Y, true);
            }
            point.twice();
            point.get(jacobians, i * Jacobian.LIMBS);
        }
        long[] affine = new long[4 * Points.LIMBS];

        assertThat(Jacobian.toAffine(affine, jacobians, 4)).containsExactly(1);

        CurvePoint twice = Reference.add(P, P);
        assertThat(Points.encode(affine, 0)).isEqualTo(twice);
        assertThat(Points.encode(affine, 2 * Points.LIMBS)).isEqualTo(twice);
        assertThat(Points.encode(affine, 3 * Points.LIMBS)).isEqualTo(Reference.negate(twice));
        assertThat(Jacobian.toAffine(affine, jacobians, 0)).isEmpty();
    }

    /** Once lost, a point stays lost: what the end of a chain relies on. */
    @Test
    void jacobian_afterAnAdditionThatIsNotServed_keepsZAtZero() {
        long[] P = Elements.point(cases.point());
        long[] Q = Elements.point(cases.point());
        for (boolean negative : new boolean[] {false, true}) {
            Jacobian point = new Jacobian();
            long[] jacobian = new long[Jacobian.LIMBS];
            point.set(P, 0, Points.Y, false);
            point.add(P, 0, Points.Y, negative);
            for (int i = 0; i < 20; i++) {
                point.get(jacobian, 0);
                assertThat(Field.isZero(jacobian, 2 * Field.LIMBS)).isTrue();
                if (i % 3 == 0) {
                    point.add(Q, 0, Points.Y, i % 2 == 0);
                } else {
                    point.twice();
                }
            }
        }
    }
}
