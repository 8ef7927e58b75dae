package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.CurvePoint;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** {@link Points} against libsecp256k1. */
class PointsTest {

    private final Cases cases = new Cases("points");
    private final FieldPowers powers = new FieldPowers();
    private final long[] limbs = new long[3 + Points.LIMBS];

    @Test
    void decode_anyBytes_agreesWithLibsecp256k1AndIsWrittenBack() {
        int on = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = cases.bytes(33);
            bytes[0] = (byte) (2 + (i & 1));
            if (i % 3 == 0) {
                // The field's prime has 28 bytes of ones ahead of those that decide.
                Arrays.fill(bytes, 1, 29 - i % 2, (byte) 0xff);
            }
            CurvePoint point = CurvePoint.of(bytes);
            boolean decoded = Points.decode(limbs, 3, point, powers);
            assertThat(decoded).isEqualTo(Reference.isOnCurve(point));
            if (decoded) {
                on++;
                assertThat(Points.encode(limbs, 3)).isEqualTo(point);
            }
        }
        assertThat(on).isBetween(200, 700);
    }

    @Test
    void encode_unreducedAndNegatedCoordinates_isTheSamePoint() {
        for (int i = 0; i < 100; i++) {
            CurvePoint point = cases.point();
            long[] a = Elements.point(point);
            Field.scale(a, Points.Y, a, Points.Y, -1);
            Field.subtract(a, 0, a, 0, Elements.limbs(Elements.P), 0);
            assertThat(Points.encode(a, 0)).isEqualTo(Reference.negate(point));
        }
    }

    @Test
    void uncompressedText_severalPoints_isTheirHexadecimalForm() {
        CurvePoint P = cases.point();
        CurvePoint Q = cases.point();
        long[] a = Elements.point(P);
        long[] b = new long[Points.LIMBS + 1];
        System.arraycopy(Elements.point(Q), 0, b, 1, Points.LIMBS);

        byte[] text = Points.uncompressedText(new long[][] {a, b, a}, 0, 1, 0);

        String hexP = HexFormat.of().formatHex(Reference.uncompressed(P));
        assertThat(new String(text, StandardCharsets.US_ASCII))
                .isEqualTo(hexP + HexFormat.of().formatHex(Reference.uncompressed(Q)) + hexP);
    }
}
