package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The fast ways for public data, {@link CombTable}, {@link PairSums} and {@link MintKey}, against libsecp256k1. */
class PublicArithmeticTest {

    @Test
    void combTable_randomAndEdgeScalars_agreesWithLibsecp256k1() {
        Cases cases = new Cases("comb");
        for (int i = 0; i < 4; i++) {
            CurvePoint P = cases.point();
            CurvePoint Q = cases.point();
            CombTable tableP = new CombTable(Secp256k1.decode(P));
            CombTable tableQ = new CombTable(Secp256k1.decode(Q));
            for (int j = 0; j < 250; j++) {
                Scalar k = cases.scalar();
                Scalar l = cases.scalar();
                assertSame(tableP.multiply(integer(k)), Reference.multiply(P, k));
                assertSame(
                        CombTable.sum(tableP, integer(k), tableQ, integer(l)),
                        Reference.add(Reference.multiply(P, k), Reference.multiply(Q, l)));
            }
        }
    }

    @Test
    void combTable_sumOfOpposites_isInfinity() {
        CombTable table = new CombTable(Secp256k1.G);
        for (Scalar k : Cases.EDGES) {
            assertThat(CombTable.sum(table, integer(k), table, integer(Cases.negated(k)))
                            .isInfinity())
                    .isTrue();
        }
        assertThat(table.multiply(BigInteger.ZERO).isInfinity()).isTrue();
        assertThat(table.multiply(SigningMint.N).isInfinity()).isTrue();
    }

    @Test
    void combTable_sumOverOnePoint_isItsProductWithBoth() {
        CombTable table = new CombTable(Secp256k1.G);
        for (Scalar k : Cases.EDGES) {
            for (Scalar l : Cases.EDGES) {
                BigInteger both = integer(k).add(integer(l)).mod(SigningMint.N);
                ECPoint sum = CombTable.sum(table, integer(k), table, integer(l));
                assertSame(sum, both.signum() == 0 ? null : Reference.publicKey(SigningMint.scalar(both)));
            }
        }
    }

    @Test
    void pairSums_randomAndEdgeCases_agreesWithLibsecp256k1() {
        comparePairs("pairs", 1_500);
    }

    @Test
    @Tag("deep")
    void pairSums_manyCases_agreesWithLibsecp256k1() {
        comparePairs("deep pairs", 40_000);
        System.out.println("crypto: 40,000 sums of pairs, each as by libsecp256k1");
    }

    private static void comparePairs(String seed, int rounds) {
        Cases cases = new Cases(seed);
        for (int i = 0; i < rounds; i++) {
            CurvePoint P = cases.point();
            // Related pairs bring equal and opposite points into the additions.
            CurvePoint Q = switch (cases.below(4)) {
                case 0 -> P;
                case 1 -> Reference.negate(P);
                case 2 -> Reference.multiply(P, cases.scalar());
                default -> cases.point();
            };
            Scalar k = cases.scalar();
            Scalar l = cases.below(3) == 0 ? Cases.negated(k) : cases.scalar();
            PairSums sums = new PairSums(new ECPoint[] {Secp256k1.decode(P), Secp256k1.decode(Q)});

            assertSame(
                    sums.sum(0, integer(k), 1, integer(l)),
                    Reference.add(Reference.multiply(P, k), Reference.multiply(Q, l)));
        }
    }

    @Test
    void pairSums_ofNothing_isEmpty() {
        assertThat(new PairSums(new ECPoint[0])).isNotNull();
    }

    @Test
    void mintKey_beforeAndAfterItsTable_givesTheSame() {
        Cases cases = new Cases("mint key");
        CurvePoint A = cases.point();
        MintKey key = new MintKey(Secp256k1.decode(A));
        for (int i = 0; i < 2 * MintKey.USES_FOR_TABLE; i++) {
            for (Scalar k : List.of(cases.scalar(), cases.uniform())) {
                Scalar l = cases.scalar();
                assertSame(key.times(integer(k)), Reference.multiply(A, k));
                assertSame(
                        key.plusGenerator(integer(k), integer(l)),
                        Reference.add(Reference.publicKey(k), Reference.multiply(A, l)));
                assertSame(MintKey.timesGenerator(integer(k)), Reference.publicKey(k));
            }
            key.countUse();
        }
    }

    private static BigInteger integer(Scalar scalar) {
        return SigningMint.integer(scalar);
    }

    private static void assertSame(ECPoint actual, @Nullable CurvePoint expected) {
        if (expected == null) {
            assertThat(actual.isInfinity()).isTrue();
        } else {
            assertThat(Secp256k1.encode(actual.normalize())).isEqualTo(expected);
        }
    }
}
