package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Hex;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine against libsecp256k1, over random and over edge cases. */
class BouncyCastleEngineTest {

    private static final String FIELD_PRIME = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";
    private static final CurvePoint OFF_CURVE =
            CurvePoint.fromHex("020000000000000000000000000000000000000000000000000000000000000005");

    private final CurveEngine engine = CurveEngine.bouncyCastle();

    @Test
    void bouncyCastle_isOneSharedEngine() {
        assertThat(engine).isSameAs(CurveEngine.bouncyCastle());
    }

    @Test
    void arithmetic_randomAndEdgeCases_agreesWithLibsecp256k1() {
        compare("normal", 1_500);
    }

    @Test
    @Tag("deep")
    void arithmetic_manyCases_agreesWithLibsecp256k1() {
        compare("deep", 40_000);
        System.out.println("crypto: 40,000 blindings and unblindings, each as by libsecp256k1");
    }

    private void compare(String seed, int rounds) {
        Cases cases = new Cases(seed);
        for (int i = 0; i < rounds; i++) {
            Scalar k = cases.scalar();
            CurvePoint point = cases.point();
            // One key often, so that its tables are used, and one seldom.
            CurvePoint key = cases.below(2) == 0 ? Reference.publicKey(Cases.EDGES.get(5)) : cases.point();

            assertThat(engine.publicKey(k)).isEqualTo(Reference.publicKey(k));
            compareOrInfinity(() -> engine.blind(point, k), Reference.add(point, Reference.publicKey(k)));
            compareOrInfinity(
                    () -> engine.unblind(point, k, key),
                    Reference.add(point, Reference.negate(Reference.multiply(key, k))));
        }
    }

    private static void compareOrInfinity(Supplier<CurvePoint> actual, @Nullable CurvePoint expected) {
        if (expected == null) {
            assertThatThrownBy(actual::get).isInstanceOf(InvalidPointException.class);
        } else {
            assertThat(actual.get()).isEqualTo(expected);
        }
    }

    @Test
    void publicKey_edges_areRight() {
        for (Scalar k : Cases.EDGES) {
            assertThat(engine.publicKey(k)).isEqualTo(Reference.publicKey(k));
        }
    }

    /** 00.5, 00.6: whatever the key, blinding leaves no trace. */
    @Test
    void unblind_ofSignedBlindedMessage_isTheSignatureOnY() {
        Cases cases = new Cases("round trip");
        for (int i = 0; i < 300; i++) {
            Scalar key = cases.scalar();
            Scalar r = cases.scalar();
            CurvePoint Y = engine.hashToCurve(List.of(cases.bytes(i))).get(0);
            CurvePoint C_ = SigningMint.sign(key, engine.blind(Y, r));

            assertThat(engine.unblind(C_, r, Reference.publicKey(key))).isEqualTo(SigningMint.sign(key, Y));
        }
    }

    @Test
    void hashToCurve_messagesOfAnyLength_areEvenPointsOfTheCurve() {
        Cases cases = new Cases("messages");
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            messages.add(cases.bytes(i));
        }

        List<CurvePoint> points = engine.hashToCurve(messages);

        assertThat(points).hasSize(300).doesNotHaveDuplicates().allSatisfy(point -> {
            assertThat(point.toHex()).startsWith("02");
            assertThat(Reference.isOnCurve(point)).isTrue();
        });
        assertThat(engine.hashToCurve(List.of())).isEmpty();
    }

    @Test
    void isOnCurve_anyBytes_agreesWithLibsecp256k1() {
        Cases cases = new Cases("on curve");
        int on = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = cases.bytes(33);
            bytes[0] = (byte) (2 + (i & 1));
            CurvePoint point = CurvePoint.of(bytes);
            assertThat(engine.isOnCurve(point)).isEqualTo(Reference.isOnCurve(point));
            on += engine.isOnCurve(point) ? 1 : 0;
        }
        assertThat(on).isBetween(300, 700);
    }

    /** 00.1: x is below the field's prime, also where x mod p would be on the curve (1 is). */
    @Test
    void isOnCurve_xNotBelowThePrime_isFalse() {
        BigInteger p = new BigInteger(FIELD_PRIME, 16);
        for (int above = 0; above < 100; above++) {
            BigInteger x = p.add(BigInteger.valueOf(above));
            assertThat(engine.isOnCurve(CurvePoint.fromHex("02" + x.toString(16))))
                    .isFalse();
        }
        assertThat(engine.isOnCurve(CurvePoint.fromHex("02" + "ff".repeat(32)))).isFalse();
        assertThat(engine.isOnCurve(CurvePoint.fromHex("02" + "00".repeat(31) + "01")))
                .isTrue();
    }

    @Test
    void pointOffTheCurve_isRefusedEverywhere() {
        Scalar r = Cases.EDGES.get(2);
        CurvePoint good = Reference.publicKey(r);

        assertThat(engine.isOnCurve(OFF_CURVE)).isFalse();
        assertThatThrownBy(() -> engine.blind(OFF_CURVE, r)).isInstanceOf(InvalidPointException.class);
        assertThatThrownBy(() -> engine.unblind(OFF_CURVE, r, good)).isInstanceOf(InvalidPointException.class);
        assertThatThrownBy(() -> engine.unblind(good, r, OFF_CURVE)).isInstanceOf(InvalidPointException.class);
        assertThatThrownBy(() -> engine.unblind(good, r, OFF_CURVE)).isInstanceOf(InvalidPointException.class);
    }

    /** 00.7. */
    @Test
    void resultAtInfinity_isRefused() {
        Cases cases = new Cases("infinity");
        for (int i = 0; i < 50; i++) {
            Scalar r = cases.scalar();
            CurvePoint K = cases.point();
            assertThatThrownBy(() -> engine.blind(Reference.publicKey(Cases.negated(r)), r))
                    .isInstanceOf(InvalidPointException.class);
            assertThatThrownBy(() -> engine.unblind(Reference.multiply(K, r), r, K))
                    .isInstanceOf(InvalidPointException.class);
        }
    }

    /** Adding a point to itself needs the other formula. */
    @Test
    void equalPoints_areDoubled() {
        Cases cases = new Cases("doubling");
        for (int i = 0; i < 50; i++) {
            Scalar r = cases.scalar();
            CurvePoint K = cases.point();
            CurvePoint rG = Reference.publicKey(r);
            CurvePoint rK = Reference.multiply(K, r);
            assertThat(engine.blind(rG, r)).isEqualTo(Reference.add(rG, rG));
            assertThat(engine.unblind(Reference.negate(rK), r, K))
                    .isEqualTo(Reference.negate(Objects.requireNonNull(Reference.add(rK, rK))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void scalarOutOfRange_isRefusedWithoutSayingIt(String hex) {
        Scalar scalar = Scalar.fromHex(hex);
        CurvePoint point = Reference.publicKey(Cases.EDGES.get(0));

        assertThat(engine.isValidScalar(scalar)).isFalse();
        assertThatThrownBy(() -> engine.publicKey(scalar))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(hex);
        assertThatThrownBy(() -> engine.blind(point, scalar)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> engine.unblind(point, scalar, point)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isValidScalar_anyBytes_comparesWithTheOrder() {
        Cases cases = new Cases("range");
        for (Scalar edge : Cases.EDGES) {
            assertThat(engine.isValidScalar(edge)).isTrue();
        }
        for (int i = 0; i < 2_000; i++) {
            // Around the order, where single bytes decide.
            byte[] bytes = SigningMint.scalar(SigningMint.N).toBytes();
            int at = cases.below(32);
            bytes[at] = (byte) (bytes[at] + cases.below(3) - 1);
            Scalar scalar = Scalar.of(bytes);
            assertThat(engine.isValidScalar(scalar))
                    .isEqualTo(SigningMint.integer(scalar).compareTo(SigningMint.N) < 0);
        }
    }

    /** The scalar is split at random on the way; the result does not show it. */
    @Test
    void secretMultiplication_anyMask_givesTheSamePoint() {
        Scalar k = Cases.EDGES.get(10);
        for (String mask : List.of(
                "00".repeat(32),
                "ff".repeat(32),
                k.revealHex(),
                SigningMint.scalar(SigningMint.N).revealHex(),
                Cases.negated(k).revealHex(),
                "00".repeat(31) + "01")) {
            assertThat(new BouncyCastleEngine(fixed(mask)).publicKey(k)).isEqualTo(Reference.publicKey(k));
        }
    }

    private static Randomness fixed(String hex) {
        return new Randomness() {
            @Override
            public void fill(byte[] bytes) {
                System.arraycopy(Hex.decode(hex), 0, bytes, 0, bytes.length);
            }

            @Override
            public String describe() {
                return "fixed";
            }
        };
    }
}
