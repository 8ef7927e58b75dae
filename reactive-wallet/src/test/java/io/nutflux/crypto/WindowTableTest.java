package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.nutflux.model.CurvePoint;
import io.nutflux.model.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link WindowTable}, {@link TabledKey} and {@link PublicScalar}. */
class WindowTableTest {

    private final Cases cases = new Cases("windows");

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5, 6, 8, 9})
    void addProduct_edgeAndRandomScalars_agreesWithLibsecp256k1(int window) {
        CurvePoint P = cases.point();
        WindowTable table = new WindowTable(window, Elements.point(P), 0);
        List<Scalar> scalars = new ArrayList<>(Cases.EDGES);
        for (int i = 0; i < 60; i++) {
            scalars.add(cases.uniform());
            // Windows full of ones carry the whole way.
            scalars.add(SigningMint.scalar(BigInteger.ONE
                    .shiftLeft(1 + cases.below(255))
                    .subtract(BigInteger.valueOf(1 + cases.below(3)))
                    .max(BigInteger.ONE)));
        }
        AffineSums sums = new AffineSums(2 * scalars.size(), 2 * scalars.size() * table.positions());
        for (Scalar k : scalars) {
            sums.begin();
            table.addProduct(sums, new PublicScalar(k), false);
            sums.begin();
            table.addProduct(sums, new PublicScalar(k), true);
        }

        sums.compute();

        for (int i = 0; i < scalars.size(); i++) {
            CurvePoint expected = Reference.multiply(P, scalars.get(i));
            assertThat(sums.isComputed(2 * i) && sums.isComputed(2 * i + 1)).isTrue();
            assertThat(Points.encode(sums.points(), sums.place(2 * i))).isEqualTo(expected);
            assertThat(Points.encode(sums.points(), sums.place(2 * i + 1))).isEqualTo(Reference.negate(expected));
        }
    }

    @Test
    void addProduct_ofZero_addsNothing() {
        WindowTable table = new WindowTable(5, Elements.point(cases.point()), 0);
        AffineSums sums = new AffineSums(2, 2 * table.positions());
        sums.begin();
        table.addProduct(sums, new PublicScalar(SigningMint.scalar(BigInteger.ZERO)), false);
        sums.begin();
        table.addProduct(sums, new PublicScalar(SigningMint.scalar(SigningMint.N)), false);

        sums.compute();

        assertThat(sums.isComputed(0) || sums.isComputed(1)).isFalse();
    }

    @Test
    void publicScalar_anyBytes_isReducedOnce() {
        BigInteger all = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        for (BigInteger value : List.of(
                BigInteger.ZERO,
                SigningMint.N.subtract(BigInteger.ONE),
                SigningMint.N,
                SigningMint.N.add(BigInteger.TEN),
                all)) {
            assertThat(new PublicScalar(SigningMint.scalar(value)).value()).isEqualTo(value.mod(SigningMint.N));
        }
    }

    @Test
    void publicScalar_bitsAnywhere_areThose() {
        for (int i = 0; i < 500; i++) {
            Scalar k = cases.scalar();
            int from = cases.below(300);
            int count = 1 + cases.below(31);
            int expected = SigningMint.integer(k)
                    .shiftRight(from)
                    .mod(BigInteger.ONE.shiftLeft(count))
                    .intValueExact();
            assertThat(new PublicScalar(k).bits(from, count)).isEqualTo(expected);
        }
    }

    @Test
    void tabledKey_metOften_getsItsTableOnce() {
        CurvePoint A = cases.point();
        TabledKey key = TabledKey.decode(A);
        assertThat(Points.encode(key.point(), 0)).isEqualTo(A);
        for (int i = 1; i < TabledKey.USES_FOR_TABLE; i++) {
            key.countUse();
            assertThat(key.table()).isNull();
        }
        key.countUse();
        WindowTable table = key.table();
        assertThat(table).isNotNull();
        key.countUse();
        assertThat(key.table()).isSameAs(table);
    }

    /** What a mint with ever more keys can make the wallet keep. */
    @Test
    void tables_ofAllRememberedKeys_fitInFourteenMegabytes() {
        WindowTable table = new WindowTable(TabledKey.WINDOW, Elements.point(cases.point()), 0);

        assertThat((long) table.bytes() * FastPublicCurve.MINT_KEYS).isLessThan(14_000_000);
    }
}
