package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.DleqProof;
import io.nutflux.model.Hex;
import io.nutflux.model.Scalar;
import io.nutflux.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The published vectors of NUT-00 and NUT-12, through each engine. */
@ParameterizedClass
@EnumSource
class CurveVectorsTest {

    @Parameter
    private Engines engines;

    private static final CurvePoint POINT =
            CurvePoint.fromHex("02a9acc1e48c25eeeb9289b5031cc57da9fe72f3fe2861d264bdc074209b107ba2");
    private static final CurvePoint GENERATOR =
            CurvePoint.fromHex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

    private CurveEngine engine;

    @BeforeEach
    void chooseEngine() {
        engine = engines.shared();
    }

    /** 00.2, 00.3. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000000, 024cce997d3b518f739663b757deaec95bcd9473c30a14ac2fd04023a739d1a725",
        "0000000000000000000000000000000000000000000000000000000000000001, 022e7158e11c9506f1aa4248bf531298daa7febd6194f003edcd9b93ade6253acf",
        "0000000000000000000000000000000000000000000000000000000000000002, 026cdbe15362df59cd1dd3c9c11de8aedac2106eca69236ecd9fbe117af897be4f"
    })
    void hashToCurve_vector_givesThePoint(String message, String point) {
        assertThat(engine.hashToCurve(List.of(Hex.decode(message)))).containsExactly(CurvePoint.fromHex(point));
        assertThat(engine.hashOwnToCurve(List.of(Hex.decode(message)))).containsExactly(CurvePoint.fromHex(point));
    }

    /** 00.4: text is hashed as it stands. */
    @Test
    void hashToCurve_manyMessages_keepsTheirOrder() {
        byte[] hex =
                "d341ee4871f1f889041e63cf0d3823c713eea6aff01e80f1719f08f9e5be98f6".getBytes(StandardCharsets.UTF_8);

        List<CurvePoint> points = engine.hashToCurve(List.of(hex, new byte[0], new byte[32], hex));

        assertThat(points).hasSize(4);
        assertThat(points.get(0)).isEqualTo(points.get(3)).isNotEqualTo(points.get(1));
        assertThat(points.get(2).toHex()).startsWith("024cce997d3b518f");
    }

    /** 00.5. */
    @ParameterizedTest
    @CsvSource({
        "d341ee4871f1f889041e63cf0d3823c713eea6aff01e80f1719f08f9e5be98f6, 99fce58439fc37412ab3468b73db0569322588f62fb3a49182d67e23d877824a, 033b1a9737a40cc3fd9b6af4b723632b76a67a36782596304612a6c2bfb5197e6d",
        "f1aaf16c2239746f369572c0784d9dd3d032d952c2d992175873fb58fae31a60, f78476ea7cc9ade20f9e05e58a804cf19533f03ea805ece5fee88c8e2874ba50, 029bdf2d716ee366eddf599ba252786c1033f47e230248a4612a5670ab931f1763"
    })
    void blind_vector_givesB_(String message, String r, String B_) {
        CurvePoint Y = engine.hashToCurve(List.of(Hex.decode(message))).get(0);

        assertThat(engine.blind(Y, Scalar.fromHex(r))).isEqualTo(CurvePoint.fromHex(B_));
    }

    /** The vectors of blind signatures hold the mint of these tests to the specification. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000001, 02a9acc1e48c25eeeb9289b5031cc57da9fe72f3fe2861d264bdc074209b107ba2",
        "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f, 0398bc70ce8184d27ba89834d19f5199c84443c31131e48d3c1214db24247d005d"
    })
    void sign_vector_givesC_(String key, String C_) {
        assertThat(SigningMint.sign(Scalar.fromHex(key), POINT)).isEqualTo(CurvePoint.fromHex(C_));
    }

    /** 12.1. */
    @Test
    void hash_vector_isOverTextOfUncompressedPoints() {
        CurvePoint one = CurvePoint.fromHex("020000000000000000000000000000000000000000000000000000000000000001");

        assertThat(Hex.encode(DleqVerifier.hash(
                        Secp256k1.decode(one), Secp256k1.decode(one), Secp256k1.decode(one), Secp256k1.decode(POINT))))
                .isEqualTo("a4dc034b74338c28c6bc3ea49731f2a24440fc7c4affc08b31a93fc9fbe6401e");
    }

    /** 12.10: so that what the verifier is tested with is what mints make. */
    @Test
    void prove_vector_givesTheProofThatVerifies() {
        Scalar key = Scalar.fromHex("0000000000000000000000000000000000000000000000000000000000000002");

        DleqProof proof = SigningMint.prove(key, POINT);

        assertThat(proof.e().revealHex()).isEqualTo("2a16ffee280aff3c429045607f9b8e0bf8b35910c44c1b20b9dfaf01b263d7b3");
        assertThat(proof.s().revealHex()).isEqualTo("9df27731238334718d120d4f74611a7c668233f988e687ac3fb188f0a34a2dab");
        assertThat(engine.verify(List.of(new DleqStatement.OnSignature(
                        CurvePoint.fromHex("02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5"),
                        POINT,
                        CurvePoint.fromHex("0244eccfc7a348274458bb38044c7f3c389b3c2086c7ec18b5812d2877ab937787"),
                        proof))))
                .containsExactly(true);
    }

    /** 12.2. */
    @Test
    void verify_vectorOnSignature_isTrue() {
        DleqProof dleq = new DleqProof(
                Scalar.fromHex("9818e061ee51d5c8edc3342369a554998ff7b4381c8652d724cdf46429be73d9"),
                Scalar.fromHex("9818e061ee51d5c8edc3342369a554998ff7b4381c8652d724cdf46429be73da"),
                null);

        assertThat(engine.verify(List.of(new DleqStatement.OnSignature(GENERATOR, POINT, POINT, dleq))))
                .containsExactly(true);
    }

    /** 12.4. */
    @Test
    void verify_vectorOnProof_isTrue() {
        Secret secret = new Secret("daf4dd00a2b68a0858a80450f52c8a7d2ccf87d375e43e216e0c571f089f63e9");
        DleqProof dleq = new DleqProof(
                Scalar.fromHex("b31e58ac6527f34975ffab13e70a48b6d2b0d35abc4b03f0151f09ee1a9763d4"),
                Scalar.fromHex("8fbae004c59e754d71df67e392b6ae4e29293113ddc2ec86592a0431d16306d8"),
                Scalar.fromHex("a6d13fcd7a18442e6076f5e1e7c887ad5de40a019824bdfa9fe740d302e8d861"));

        assertThat(engine.verify(List.of(new DleqStatement.OnProof(
                        GENERATOR,
                        engine.hashToCurve(List.of(secret.utf8())).get(0),
                        CurvePoint.fromHex("024369d2d22a80ecf78f3937da9d5f30c1b9f74f0c32684d583cca0fa6a61cdcfc"),
                        dleq))))
                .containsExactly(true);
    }
}
