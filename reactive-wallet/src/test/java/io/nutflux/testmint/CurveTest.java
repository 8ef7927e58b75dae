package io.nutflux.testmint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mint's own arithmetic against the vectors of NUT-00. */
class CurveTest {

    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000000,"
                + "024cce997d3b518f739663b757deaec95bcd9473c30a14ac2fd04023a739d1a725",
        "0000000000000000000000000000000000000000000000000000000000000001,"
                + "022e7158e11c9506f1aa4248bf531298daa7febd6194f003edcd9b93ade6253acf",
        "0000000000000000000000000000000000000000000000000000000000000002,"
                + "026cdbe15362df59cd1dd3c9c11de8aedac2106eca69236ecd9fbe117af897be4f"
    })
    void hashToCurve_vectors(String message, String point) {
        assertThat(Curve.hex(Curve.hashToCurve(HexFormat.of().parseHex(message))))
                .isEqualTo(point);
    }

    @ParameterizedTest
    @CsvSource({
        "d341ee4871f1f889041e63cf0d3823c713eea6aff01e80f1719f08f9e5be98f6,"
                + "99fce58439fc37412ab3468b73db0569322588f62fb3a49182d67e23d877824a,"
                + "033b1a9737a40cc3fd9b6af4b723632b76a67a36782596304612a6c2bfb5197e6d",
        "f1aaf16c2239746f369572c0784d9dd3d032d952c2d992175873fb58fae31a60,"
                + "f78476ea7cc9ade20f9e05e58a804cf19533f03ea805ece5fee88c8e2874ba50,"
                + "029bdf2d716ee366eddf599ba252786c1033f47e230248a4612a5670ab931f1763"
    })
    void blinding_vectors(String x, String r, String blinded) {
        byte[] Y = Curve.hashToCurve(HexFormat.of().parseHex(x));
        byte[] point = Curve.add(Y, Curve.publicPoint(HexFormat.of().parseHex(r)));
        assertThat(Curve.hex(point)).isEqualTo(blinded);
    }

    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000001,"
                + "02a9acc1e48c25eeeb9289b5031cc57da9fe72f3fe2861d264bdc074209b107ba2",
        "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f,"
                + "0398bc70ce8184d27ba89834d19f5199c84443c31131e48d3c1214db24247d005d"
    })
    void signing_vectors(String k, String signature) {
        MintKey key = new MintKey(HexFormat.of().parseHex(k));
        byte[] blinded = Curve.parse("02a9acc1e48c25eeeb9289b5031cc57da9fe72f3fe2861d264bdc074209b107ba2");
        assertThat(Curve.hex(key.sign(blinded))).isEqualTo(signature);
    }

    @Test
    void arithmetic_leavesItsArgumentsAlone() {
        byte[] scalar = Curve.randomScalar();
        byte[] scalarBefore = scalar.clone();
        byte[] point = Curve.publicPoint(scalar);
        byte[] pointBefore = point.clone();
        Curve.multiply(point, scalar);
        Curve.subtract(Curve.add(point, point), point);
        assertThat(scalar).isEqualTo(scalarBefore);
        assertThat(point).isEqualTo(pointBefore);
    }

    @Test
    void parse_refusesWhatIsNoCompressedPoint() {
        String notOnCurve = "02" + "ff".repeat(32);
        String uncompressed = HexFormat.of().formatHex(Curve.publicPoint(Curve.randomScalar()));
        for (String hex : new String[] {notOnCurve, uncompressed, "", "02", "zz".repeat(33)}) {
            assertThatThrownBy(() -> Curve.parse(hex)).as(hex).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
