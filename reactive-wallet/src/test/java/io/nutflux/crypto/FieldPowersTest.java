package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link FieldPowers} and {@link BatchInverse} against {@link BigInteger}. */
class FieldPowersTest {

    private final Cases cases = new Cases("powers");
    private final FieldPowers powers = new FieldPowers();

    @Test
    void invert_anyElement_isTheInverse() {
        long[] r = new long[Field.LIMBS];
        for (long[] a : Elements.awkward(cases)) {
            BigInteger value = Elements.value(a, 0);
            powers.invert(r, 0, a, 0);
            assertThat(Elements.value(r, 0))
                    .isEqualTo(value.signum() == 0 ? BigInteger.ZERO : value.modInverse(Elements.P));
        }
    }

    @Test
    void squareRoot_anyElement_existsIfEulerSaysSo() {
        BigInteger half = Elements.P.shiftRight(1);
        long[] r = new long[Field.LIMBS];
        int found = 0;
        List<long[]> elements = Elements.awkward(cases);
        for (long[] a : elements) {
            BigInteger value = Elements.value(a, 0);
            boolean exists = powers.squareRoot(r, 0, a, 0);
            assertThat(exists).isEqualTo(value.modPow(half, Elements.P).compareTo(BigInteger.ONE) <= 0);
            if (exists) {
                found++;
                assertThat(Elements.value(r, 0).modPow(BigInteger.TWO, Elements.P))
                        .isEqualTo(value);
            }
        }
        assertThat(found).isBetween(elements.size() / 4, elements.size() * 3 / 4);
    }

    @Test
    void batchInverse_anyNumberOfElements_invertsEach() {
        BatchInverse inverse = new BatchInverse();
        for (int count : new int[] {0, 1, 2, 3, 65, 5}) {
            long[] values = new long[(count + 1) * Field.LIMBS];
            for (int i = 0; i < count; i++) {
                System.arraycopy(Elements.random(cases), 0, values, i * Field.LIMBS, Field.LIMBS);
            }
            long[] before = values.clone();

            assertThat(inverse.invert(values, count)).isTrue();

            for (int i = 0; i < count; i++) {
                assertThat(Elements.value(values, i * Field.LIMBS))
                        .isEqualTo(Elements.value(before, i * Field.LIMBS).modInverse(Elements.P));
            }
            assertThat(values).endsWith(new long[Field.LIMBS]);
        }
    }

    @Test
    void batchInverse_zerosAmongThem_changesNothingAndNamesThem() {
        BatchInverse inverse = new BatchInverse();
        long[] values = new long[9 * Field.LIMBS];
        for (int i = 0; i < 9; i++) {
            System.arraycopy(Elements.random(cases), 0, values, i * Field.LIMBS, Field.LIMBS);
        }
        Field.set(values, 0, 0);
        System.arraycopy(Elements.limbs(Elements.P), 0, values, 4 * Field.LIMBS, Field.LIMBS);
        Field.scale(values, 8 * Field.LIMBS, values, 4 * Field.LIMBS, -3);
        long[] before = values.clone();

        assertThat(inverse.invert(values, 9)).isFalse();

        assertThat(values).isEqualTo(before);
        assertThat(BatchInverse.zeros(values, 9)).containsExactly(0, 4, 8);
        assertThat(BatchInverse.zeros(values, 8)).containsExactly(0, 4);
    }

    /** As differences of equal coordinates are: 0 modulo p, in limbs that are not 0. */
    @Test
    void batchInverse_zeroInAnotherForm_isFound() {
        BatchInverse inverse = new BatchInverse();
        long[] values = new long[3 * Field.LIMBS];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(Elements.random(cases), 0, values, i * Field.LIMBS, Field.LIMBS);
        }
        long[] p = Elements.limbs(Elements.P);
        for (int i = 0; i < 3; i++) {
            long[] withZero = values.clone();
            System.arraycopy(p, 0, withZero, i * Field.LIMBS, Field.LIMBS);

            assertThat(inverse.invert(withZero, 3)).isFalse();
            assertThat(BatchInverse.zeros(withZero, 3)).containsExactly(i);
        }
    }
}
