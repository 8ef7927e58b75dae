package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.Amount;
import io.nutflux.model.BlindedMessage;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.KeysetId;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** NUT-12 through each engine, over proofs that an honest mint makes, and over what others make of them. */
@ParameterizedClass
@EnumSource
class DleqVerifierTest {

    @Parameter
    private Engines engines;

    private static final CurvePoint OFF_CURVE =
            CurvePoint.fromHex("020000000000000000000000000000000000000000000000000000000000000005");

    private CurveEngine engine;

    @BeforeEach
    void makeEngine() {
        engine = engines.fresh();
    }

    /** One output's way: signed, and unblinded to a proof. */
    private record Signed(DleqStatement.OnSignature onSignature, DleqStatement.OnProof onProof) {}

    private Signed signed(Cases cases, Scalar key, Scalar r) {
        CurvePoint A = Reference.publicKey(key);
        CurvePoint Y = engine.hashToCurve(List.of(cases.bytes(32))).get(0);
        CurvePoint B_ = engine.blind(Y, r);
        DleqProof dleq = SigningMint.prove(key, B_);
        CurvePoint C_ = SigningMint.sign(key, B_);
        return new Signed(
                new DleqStatement.OnSignature(A, B_, C_, dleq),
                new DleqStatement.OnProof(A, Y, engine.unblind(C_, r, A), new DleqProof(dleq.e(), dleq.s(), r)));
    }

    /** 12.2, 12.4; batches larger than the inner one, keys with and without tables. */
    @Test
    void verify_honestProofs_areTrueInBothForms() {
        checkHonest("honest", 150);
    }

    @Test
    @Tag("deep")
    void verify_manyHonestProofs_areTrueInBothForms() {
        checkHonest("deep honest", 10_000);
        System.out.println("crypto: 20,000 honest DLEQ proofs, each found true");
    }

    private void checkHonest(String seed, int count) {
        Cases cases = new Cases(seed);
        List<DleqStatement> statements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Signed signed = signed(cases, cases.scalar(), cases.scalar());
            statements.add(signed.onSignature());
            statements.add(signed.onProof());
        }

        assertThat(engine.verify(statements)).hasSize(2 * count).containsOnly(true);
        assertThat(engine.verify(statements)).hasSize(2 * count).containsOnly(true);
    }

    @Test
    void verify_nothing_givesNothing() {
        assertThat(engine.verify(List.of())).isEmpty();
    }

    /** Each field of each form, replaced by another of its kind. */
    @Test
    void verify_anyFieldChanged_isFalse() {
        Cases cases = new Cases("mutations");
        for (int i = 0; i < 20; i++) {
            Signed signed = signed(cases, cases.uniform(), cases.uniform());
            List<DleqStatement> mutants = new ArrayList<>(mutants(signed.onSignature(), cases));
            mutants.addAll(mutants(signed.onProof(), cases));

            assertThat(engine.verify(mutants)).containsOnly(false);
        }
    }

    private static List<DleqStatement> mutants(DleqStatement.OnSignature on, Cases cases) {
        CurvePoint other = Reference.publicKey(cases.uniform());
        List<DleqStatement> mutants = new ArrayList<>(List.of(
                new DleqStatement.OnSignature(other, on.B_(), on.C_(), on.dleq()),
                new DleqStatement.OnSignature(on.A(), other, on.C_(), on.dleq()),
                new DleqStatement.OnSignature(on.A(), on.B_(), other, on.dleq()),
                new DleqStatement.OnSignature(on.A(), on.C_(), on.B_(), on.dleq()),
                new DleqStatement.OnSignature(on.C_(), on.B_(), on.A(), on.dleq()),
                new DleqStatement.OnSignature(Reference.negate(on.A()), on.B_(), on.C_(), on.dleq()),
                new DleqStatement.OnSignature(on.A(), Reference.negate(on.B_()), on.C_(), on.dleq()),
                new DleqStatement.OnSignature(on.A(), on.B_(), Reference.negate(on.C_()), on.dleq()),
                new DleqStatement.OnSignature(OFF_CURVE, on.B_(), on.C_(), on.dleq()),
                new DleqStatement.OnSignature(on.A(), OFF_CURVE, on.C_(), on.dleq()),
                new DleqStatement.OnSignature(on.A(), on.B_(), OFF_CURVE, on.dleq())));
        for (DleqProof proof : mutants(on.dleq(), cases)) {
            mutants.add(new DleqStatement.OnSignature(on.A(), on.B_(), on.C_(), proof));
        }
        return mutants;
    }

    private static List<DleqStatement> mutants(DleqStatement.OnProof on, Cases cases) {
        CurvePoint other = Reference.publicKey(cases.uniform());
        DleqProof dleq = on.dleq();
        Scalar r = Objects.requireNonNull(dleq.r());
        List<DleqStatement> mutants = new ArrayList<>(List.of(
                new DleqStatement.OnProof(other, on.Y(), on.C(), dleq),
                new DleqStatement.OnProof(OFF_CURVE, on.Y(), on.C(), dleq),
                new DleqStatement.OnProof(on.A(), other, on.C(), dleq),
                new DleqStatement.OnProof(on.A(), OFF_CURVE, on.C(), dleq),
                new DleqStatement.OnProof(on.A(), Reference.negate(on.Y()), on.C(), dleq),
                new DleqStatement.OnProof(on.A(), on.Y(), other, dleq),
                new DleqStatement.OnProof(on.A(), on.Y(), OFF_CURVE, dleq),
                new DleqStatement.OnProof(on.A(), on.Y(), Reference.negate(on.C()), dleq)));
        for (DleqProof proof : mutants(dleq, cases)) {
            mutants.add(new DleqStatement.OnProof(on.A(), on.Y(), on.C(), proof));
        }
        for (@Nullable
        Scalar wrong : new Scalar[] {
            null,
            Cases.negated(r),
            cases.uniform(),
            SigningMint.scalar(BigInteger.ZERO),
            SigningMint.scalar(SigningMint.N),
            Scalar.fromHex("ff".repeat(32))
        }) {
            mutants.add(new DleqStatement.OnProof(on.A(), on.Y(), on.C(), new DleqProof(dleq.e(), dleq.s(), wrong)));
        }
        return mutants;
    }

    /** Wrong e and s: others, negated, swapped, single bits, out of range. */
    private static List<DleqProof> mutants(DleqProof dleq, Cases cases) {
        List<DleqProof> mutants = new ArrayList<>(List.of(
                new DleqProof(dleq.s(), dleq.e(), dleq.r()),
                new DleqProof(cases.uniform(), dleq.s(), dleq.r()),
                new DleqProof(dleq.e(), cases.uniform(), dleq.r()),
                new DleqProof(dleq.e(), Cases.negated(dleq.s()), dleq.r()),
                new DleqProof(SigningMint.scalar(BigInteger.ZERO), dleq.s(), dleq.r()),
                new DleqProof(dleq.e(), SigningMint.scalar(BigInteger.ZERO), dleq.r()),
                new DleqProof(dleq.e(), SigningMint.scalar(SigningMint.N), dleq.r()),
                new DleqProof(dleq.e(), Scalar.fromHex("ff".repeat(32)), dleq.r())));
        int bit = cases.below(256);
        mutants.add(new DleqProof(flipped(dleq.e(), bit), dleq.s(), dleq.r()));
        mutants.add(new DleqProof(dleq.e(), flipped(dleq.s(), bit), dleq.r()));
        return mutants;
    }

    private static Scalar flipped(Scalar scalar, int bit) {
        byte[] bytes = scalar.toBytes();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return Scalar.of(bytes);
    }

    /** 12.7: r + n names the same point as r, and is another text. */
    @Test
    void verify_rNotReduced_isFalse() {
        Scalar r = SigningMint.scalar(BigInteger.valueOf(5));
        DleqStatement.OnProof on =
                signed(new Cases("not reduced"), Cases.EDGES.get(3), r).onProof();
        Scalar same = SigningMint.scalar(SigningMint.integer(r).add(SigningMint.N));

        assertThat(engine.verify(List.of(
                        on,
                        new DleqStatement.OnProof(
                                on.A(),
                                on.Y(),
                                on.C(),
                                new DleqProof(on.dleq().e(), on.dleq().s(), same)))))
                .containsExactly(true, false);
    }

    /** 12.7: with s = e * a both commitments vanish, whatever e is. */
    @Test
    void verify_commitmentsAtInfinity_isFalse() {
        Cases cases = new Cases("commitments");
        for (int i = 0; i < 20; i++) {
            Scalar key = cases.scalar();
            Scalar e = cases.scalar();
            BigInteger s =
                    SigningMint.integer(e).multiply(SigningMint.integer(key)).mod(SigningMint.N);
            CurvePoint B_ = cases.point();

            assertThat(engine.verify(List.of(new DleqStatement.OnSignature(
                            Reference.publicKey(key),
                            B_,
                            SigningMint.sign(key, B_),
                            new DleqProof(e, SigningMint.scalar(s), null)))))
                    .containsExactly(false);
        }
    }

    /** A sender may choose C so that C + rA is at infinity, or is a doubling. */
    @Test
    void verify_CRelatedToRA_isFalseAndHarmsNoNeighbour() {
        Cases cases = new Cases("related");
        List<DleqStatement> statements = new ArrayList<>();
        List<Boolean> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Scalar r = cases.scalar();
            DleqStatement.OnProof on = signed(cases, cases.uniform(), r).onProof();
            CurvePoint rA = Reference.multiply(on.A(), r);
            statements.add(on);
            statements.add(new DleqStatement.OnProof(on.A(), on.Y(), Reference.negate(rA), on.dleq()));
            statements.add(new DleqStatement.OnProof(on.A(), on.Y(), rA, on.dleq()));
            Collections.addAll(expected, true, false, false);
        }

        assertThat(engine.verify(statements)).isEqualTo(expected);
    }

    /** B_ = G makes R1 and R2 one point, and C_ = A; keys 1 and n - 1 make C_ equal or opposite to B_. */
    @Test
    void verify_equalOrOppositePoints_areNoObstacle() {
        CurvePoint G = Reference.publicKey(Cases.EDGES.get(0));
        List<DleqStatement> statements = new ArrayList<>();
        for (Scalar key : Cases.EDGES) {
            for (CurvePoint B_ : List.of(G, Reference.negate(G), Reference.publicKey(Cases.EDGES.get(6)))) {
                statements.add(new DleqStatement.OnSignature(
                        Reference.publicKey(key), B_, SigningMint.sign(key, B_), SigningMint.prove(key, B_)));
            }
        }

        assertThat(engine.verify(statements)).containsOnly(true);
    }

    @Test
    void verify_trueAndFalseMixed_answersEachInItsPlace() {
        Cases cases = new Cases("mixed");
        List<DleqStatement> statements = new ArrayList<>();
        List<Boolean> expected = new ArrayList<>();
        List<Signed> pool = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pool.add(signed(cases, cases.scalar(), cases.uniform()));
        }
        for (int i = 0; i < 300; i++) {
            Signed signed = pool.get(cases.below(pool.size()));
            List<DleqStatement> mutants = mutants(signed.onProof(), cases);
            boolean good = cases.below(2) == 0;
            statements.add(good ? signed.onProof() : mutants.get(cases.below(mutants.size())));
            expected.add(good);
        }

        assertThat(engine.verify(statements)).isEqualTo(expected);
    }

    @Test
    void verify_keyOffTheCurve_isFalseEveryTime() {
        DleqStatement.OnSignature on =
                signed(new Cases("off"), Cases.EDGES.get(2), Cases.EDGES.get(3)).onSignature();
        DleqStatement off = new DleqStatement.OnSignature(OFF_CURVE, on.B_(), on.C_(), on.dleq());

        assertThat(engine.verify(Collections.nCopies(20, off))).hasSize(20).containsOnly(false);
    }

    @Test
    void of_takesB_FromTheOutput() {
        DleqStatement.OnSignature on =
                signed(new Cases("of"), Cases.EDGES.get(2), Cases.EDGES.get(3)).onSignature();
        BlindedMessage output = new BlindedMessage(Amount.of(1), new KeysetId("009a1f293253e41e"), on.B_());

        assertThat(DleqStatement.OnSignature.of(on.A(), output, on.C_(), on.dleq()))
                .isEqualTo(on);
    }

    /** Tables are built while others verify with the same, still fresh keys. */
    @Test
    void verify_fromManyThreads_givesTheSameAnswers() throws Exception {
        Cases cases = new Cases("threads");
        List<DleqStatement> statements = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            statements.add(
                    signed(cases, Cases.EDGES.get(i % 4), cases.uniform()).onProof());
        }
        CurveEngine fresh = engines.fresh();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<Boolean>>> answers = threads.invokeAll(
                    Collections.nCopies(16, (Callable<List<Boolean>>) () -> fresh.verify(statements)));
            for (Future<List<Boolean>> answer : answers) {
                assertThat(answer.get()).hasSize(24).containsOnly(true);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
