package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The standard engine against BouncyCastle and libsecp256k1. Almost any two statements are false, and equal verdicts say
 * little; so what is compared too is what each statement's e would have to be.
 */
class EngineDifferentialTest {

    private static final CurvePoint OFF_CURVE =
            CurvePoint.fromHex("020000000000000000000000000000000000000000000000000000000000000005");
    private static final int[] BATCHES = {1, 2, 31, 32, 33, 63, 64, 65};

    private final CurveEngine bouncyCastle = CurveEngine.bouncyCastle();
    private final CurveEngine standard = new StandardEngine(bouncyCastle);

    @Test
    void verify_anyStatements_givesTheAnswersOfBothOthers() {
        compare("differential", 1);
    }

    @Test
    @Tag("deep")
    void verify_manyStatements_givesTheAnswersOfBothOthers() {
        compare("deep differential", 60);
        System.out.println("crypto: 60 rounds of batches of DLEQ statements, each judged as by both others");
    }

    private void compare(String seed, int rounds) {
        Statements statements = new Statements(new Cases(seed));
        MintKeys<TabledKey> keys = new MintKeys<>(20, TabledKey::decode);
        int trueOnes = 0;
        int unknown = 0;
        int total = 0;
        for (int round = 0; round < rounds; round++) {
            for (int size : BATCHES) {
                List<DleqStatement> batch = statements.next(size);
                DleqChallenge[] challenges = DleqBatch.challenges(keys, batch);
                List<Boolean> expected = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    if (challenges[i].isKnown()) {
                        assertThat(challenges[i].e()).isEqualTo(ReferenceDleq.challenge(batch.get(i)));
                    } else {
                        unknown++;
                    }
                    expected.add(ReferenceDleq.verify(batch.get(i)));
                    trueOnes += expected.get(i) ? 1 : 0;
                }
                assertThat(standard.verify(batch)).isEqualTo(expected);
                assertThat(bouncyCastle.verify(batch)).isEqualTo(expected);
                total += size;
            }
        }
        assertThat(trueOnes).isGreaterThan(total / 10);
        assertThat(unknown).isBetween(1, total / 2);
    }

    /** Points and scalars that have nothing to do with each other never need the other engine. */
    @Test
    void challenges_ofIndependentStatements_areAllKnown() {
        Statements statements = new Statements(new Cases("independent"));
        MintKeys<TabledKey> keys = new MintKeys<>(20, TabledKey::decode);
        for (int size : BATCHES) {
            List<DleqStatement> batch = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                batch.add(statements.independent());
            }
            DleqChallenge[] challenges = DleqBatch.challenges(keys, batch);
            for (int i = 0; i < size; i++) {
                assertThat(challenges[i].isKnown()).isTrue();
                assertThat(challenges[i].e()).isEqualTo(ReferenceDleq.challenge(batch.get(i)));
            }
        }
    }

    /** What a hostile sender can do at most: every statement takes the other engine, and the answers are the same. */
    @Test
    void verify_onlyStatementsThatForceTheOtherEngine_isRight() {
        Statements statements = new Statements(new Cases("hostile"));
        MintKeys<TabledKey> keys = new MintKeys<>(20, TabledKey::decode);
        for (int size : BATCHES) {
            List<DleqStatement> batch = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                batch.add(statements.hostile());
            }
            for (DleqChallenge challenge : DleqBatch.challenges(keys, batch)) {
                assertThat(challenge.isKnown()).isFalse();
            }
            List<Boolean> expected = batch.stream().map(ReferenceDleq::verify).toList();
            assertThat(standard.verify(batch)).isEqualTo(expected);
            assertThat(bouncyCastle.verify(batch)).isEqualTo(expected);
        }
    }

    /** Among honest ones, hostile ones change nothing. */
    @Test
    void verify_hostileStatementsAmongHonest_harmNoNeighbour() {
        Statements statements = new Statements(new Cases("neighbours"));
        List<DleqStatement> batch = new ArrayList<>();
        List<Boolean> expected = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            boolean honest = i % 3 != 1;
            batch.add(honest ? statements.honest() : statements.hostile());
            expected.add(honest || ReferenceDleq.verify(batch.get(i)));
        }
        assertThat(standard.verify(batch)).isEqualTo(expected);
    }

    @Test
    void hashToCurve_messagesOfAnyLength_givesTheSamePoints() {
        Cases cases = new Cases("hash to curve");
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            messages.add(cases.bytes(cases.below(100)));
        }
        List<CurvePoint> points = bouncyCastle.hashToCurve(messages);

        assertThat(standard.hashToCurve(messages)).isEqualTo(points);
        assertThat(standard.hashOwnToCurve(messages)).isEqualTo(points);
        assertThat(standard.hashToCurve(List.of())).isEmpty();
    }

    @Test
    void isOnCurve_anyBytes_givesTheSameAnswer() {
        Cases cases = new Cases("on curve");
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = cases.bytes(33);
            bytes[0] = (byte) (2 + (i & 1));
            CurvePoint point = CurvePoint.of(bytes);
            assertThat(standard.isOnCurve(point)).isEqualTo(bouncyCastle.isOnCurve(point));
        }
        BigInteger nearby = Elements.P.subtract(BigInteger.valueOf(50));
        for (int i = 0; i < 100; i++) {
            CurvePoint point =
                    CurvePoint.fromHex("03" + nearby.add(BigInteger.valueOf(i)).toString(16));
            assertThat(standard.isOnCurve(point)).isEqualTo(bouncyCastle.isOnCurve(point));
        }
    }

    @Test
    void secrets_goToTheEngineThatIsNotFast() {
        Cases cases = new Cases("secrets");
        for (int i = 0; i < 20; i++) {
            Scalar k = cases.scalar();
            CurvePoint point = Reference.publicKey(cases.uniform());
            CurvePoint key = Reference.publicKey(cases.uniform());
            assertThat(standard.publicKey(k)).isEqualTo(Reference.publicKey(k));
            assertThat(standard.blind(point, k)).isEqualTo(bouncyCastle.blind(point, k));
            assertThat(standard.unblind(point, k, key)).isEqualTo(bouncyCastle.unblind(point, k, key));
            assertThat(standard.isValidScalar(k)).isTrue();
        }
        assertThat(standard.isValidScalar(SigningMint.scalar(SigningMint.N))).isFalse();
        assertThat(CurveEngine.standard()).isSameAs(CurveEngine.standard()).isNotSameAs(bouncyCastle);
    }

    /** Makes statements: true ones, false ones, and those where points meet that formulas do not serve. */
    private static final class Statements {

        private final Cases cases;
        private final List<Scalar> keys = new ArrayList<>();

        Statements(Cases cases) {
            this.cases = cases;
            for (int i = 0; i < 4; i++) {
                keys.add(cases.uniform());
            }
        }

        List<DleqStatement> next(int size) {
            List<DleqStatement> batch = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                batch.add(
                        switch (cases.below(4)) {
                            case 0 -> honest();
                            case 1 -> hostile();
                            case 2 -> independent();
                            default -> anything();
                        });
            }
            return batch;
        }

        /** Of one of four keys, which get tables, or of one that is met once. */
        private Scalar key() {
            return cases.below(3) == 0 ? cases.scalar() : keys.get(cases.below(keys.size()));
        }

        DleqStatement honest() {
            Scalar key = key();
            CurvePoint A = Reference.publicKey(key);
            Scalar r = cases.scalar();
            CurvePoint Y = Reference.publicKey(cases.uniform());
            CurvePoint B_ = Objects.requireNonNull(Reference.add(Y, Reference.publicKey(r)));
            DleqProof dleq = SigningMint.prove(key, B_);
            return cases.below(2) == 0
                    ? new DleqStatement.OnSignature(A, B_, SigningMint.sign(key, B_), dleq)
                    : new DleqStatement.OnProof(A, Y, SigningMint.sign(key, Y), new DleqProof(dleq.e(), dleq.s(), r));
        }

        DleqStatement independent() {
            CurvePoint A =
                    Reference.publicKey(cases.below(3) == 0 ? cases.uniform() : keys.get(cases.below(keys.size())));
            CurvePoint first = Reference.publicKey(cases.uniform());
            CurvePoint second = Reference.publicKey(cases.uniform());
            DleqProof dleq = new DleqProof(cases.scalar(), cases.scalar(), cases.scalar());
            return cases.below(2) == 0
                    ? new DleqStatement.OnSignature(A, first, second, dleq)
                    : new DleqStatement.OnProof(A, first, second, dleq);
        }

        /** Commitments at infinity, Y = -rG, C = -rA, or B_ and C_ that cancel. */
        DleqStatement hostile() {
            Scalar key = key();
            CurvePoint A = Reference.publicKey(key);
            Scalar r = cases.scalar();
            Scalar e = cases.scalar();
            Scalar s = cases.scalar();
            CurvePoint P = Reference.publicKey(cases.uniform());
            CurvePoint minusRG = Reference.negate(Reference.publicKey(r));
            CurvePoint minusRA = Reference.negate(Reference.multiply(A, r));
            Scalar vanishing = SigningMint.scalar(
                    SigningMint.integer(e).multiply(SigningMint.integer(key)).mod(SigningMint.N));
            return switch (cases.below(5)) {
                case 0 -> new DleqStatement.OnProof(A, minusRG, P, new DleqProof(e, s, r));
                case 1 -> new DleqStatement.OnProof(A, P, minusRA, new DleqProof(e, s, r));
                case 2 ->
                    new DleqStatement.OnSignature(A, P, SigningMint.sign(key, P), new DleqProof(e, vanishing, null));
                case 3 -> new DleqStatement.OnSignature(A, P, P, new DleqProof(e, e, null));
                default ->
                    new DleqStatement.OnSignature(A, P, Reference.negate(P), new DleqProof(e, Cases.negated(e), null));
            };
        }

        /** Edge points and scalars in any combination, and everything that is refused. */
        private DleqStatement anything() {
            Scalar r = scalar();
            CurvePoint A = point(r);
            DleqProof dleq = new DleqProof(scalar(), scalar(), cases.below(12) == 0 ? null : r);
            return cases.below(2) == 0
                    ? new DleqStatement.OnSignature(A, point(r), point(r), dleq)
                    : new DleqStatement.OnProof(A, point(r), point(r), dleq);
        }

        private Scalar scalar() {
            return switch (cases.below(14)) {
                case 0 -> SigningMint.scalar(BigInteger.ZERO);
                case 1 -> SigningMint.scalar(SigningMint.N);
                case 2 -> SigningMint.scalar(SigningMint.N.add(BigInteger.ONE));
                case 3 -> Scalar.fromHex("ff".repeat(32));
                default -> cases.scalar();
            };
        }

        private CurvePoint point(Scalar r) {
            return switch (cases.below(12)) {
                case 0 -> OFF_CURVE;
                case 1 -> CurvePoint.fromHex("02" + "ff".repeat(32));
                case 2 -> Reference.publicKey(Cases.EDGES.get(0));
                case 3 -> Reference.negate(Reference.publicKey(Cases.EDGES.get(0)));
                case 4 -> ReferenceDleq.isInRange(r) ? Reference.publicKey(r) : cases.point();
                default -> cases.point();
            };
        }
    }
}
