package io.nutflux.testmint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Against the vectors of NUT-12. */
class DleqTest {

    private static final String G = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String BLINDED = "02a9acc1e48c25eeeb9289b5031cc57da9fe72f3fe2861d264bdc074209b107ba2";

    @Test
    void challenge_vector() {
        byte[] one = Curve.parse("020000000000000000000000000000000000000000000000000000000000000001");
        byte[] hash = Dleq.challenge(one, one, one, Curve.parse(BLINDED));
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("a4dc034b74338c28c6bc3ea49731f2a24440fc7c4affc08b31a93fc9fbe6401e");
    }

    @Test
    void prove_deterministicNonceVector() {
        byte[] a = HexFormat.of().parseHex("0".repeat(63) + "2");
        byte[] A = Curve.parse("02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5");
        byte[] signature = Curve.parse("0244eccfc7a348274458bb38044c7f3c389b3c2086c7ec18b5812d2877ab937787");
        Dleq proof = Dleq.prove(a, A, Curve.parse(BLINDED), signature);
        assertThat(proof)
                .isEqualTo(new Dleq(
                        "2a16ffee280aff3c429045607f9b8e0bf8b35910c44c1b20b9dfaf01b263d7b3",
                        "9df27731238334718d120d4f74611a7c668233f988e687ac3fb188f0a34a2dab"));
        assertThat(proof.holds(A, Curve.parse(BLINDED), signature)).isTrue();
    }

    @Test
    void holds_blindSignatureVector() {
        Dleq proof = new Dleq(
                "9818e061ee51d5c8edc3342369a554998ff7b4381c8652d724cdf46429be73d9",
                "9818e061ee51d5c8edc3342369a554998ff7b4381c8652d724cdf46429be73da");
        byte[] point = Curve.parse(BLINDED);
        assertThat(proof.holds(Curve.parse(G), point, point)).isTrue();
    }

    @Test
    void holds_proofVector() {
        Dleq proof = new Dleq(
                "b31e58ac6527f34975ffab13e70a48b6d2b0d35abc4b03f0151f09ee1a9763d4",
                "8fbae004c59e754d71df67e392b6ae4e29293113ddc2ec86592a0431d16306d8");
        byte[] r = HexFormat.of().parseHex("a6d13fcd7a18442e6076f5e1e7c887ad5de40a019824bdfa9fe740d302e8d861");
        byte[] Y = Curve.hashToCurve("daf4dd00a2b68a0858a80450f52c8a7d2ccf87d375e43e216e0c571f089f63e9");
        byte[] C = Curve.parse("024369d2d22a80ecf78f3937da9d5f30c1b9f74f0c32684d583cca0fa6a61cdcfc");
        byte[] A = Curve.parse(G);
        byte[] blinded = Curve.add(Y, Curve.publicPoint(r));
        byte[] signature = Curve.add(C, Curve.multiply(A, r));
        assertThat(proof.holds(A, blinded, signature)).isTrue();
    }

    @Test
    void holds_anotherSignature_isFalse() {
        MintKey key = new MintKey(Curve.randomScalar());
        byte[] blinded = Curve.publicPoint(Curve.randomScalar());
        byte[] signature = key.sign(blinded);
        Dleq proof = key.prove(blinded, signature);
        assertThat(proof.holds(key.point(), blinded, signature)).isTrue();
        assertThat(proof.holds(key.point(), blinded, blinded)).isFalse();
        assertThat(proof.holds(blinded, blinded, signature)).isFalse();
    }
}
