package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The field against {@link BigInteger}. */
class FieldTest {

    private final Cases cases = new Cases("field");

    @Test
    void multiply_allAwkwardPairs_isTheProductWithinOneUnit() {
        List<long[]> elements = Elements.awkward(cases);
        long[] r = new long[Field.LIMBS];
        for (long[] a : elements) {
            for (long[] b : elements) {
                Field.multiply(r, 0, a, 0, b, 0);
                assertIs(r, value(a).multiply(value(b)));
                assertWithin(r, Field.UNIT);
            }
        }
    }

    @Test
    @Tag("deep")
    void multiplyAndSquare_manyRandomLimbs_areRight() {
        for (int i = 0; i < 5_000; i++) {
            checkProducts(new Cases("deep field " + i));
        }
        System.out.println("crypto: 300,000 products and squares in the field, each as by BigInteger");
    }

    @Test
    void multiplyAndSquare_randomLimbs_areRight() {
        for (int i = 0; i < 20; i++) {
            checkProducts(new Cases("field " + i));
        }
    }

    private static void checkProducts(Cases cases) {
        List<long[]> elements = Elements.awkward(cases);
        long[] r = new long[Field.LIMBS];
        for (int i = 0; i < 60; i++) {
            long[] a = elements.get(cases.below(elements.size()));
            long[] b = elements.get(cases.below(elements.size()));
            Field.multiply(r, 0, a, 0, b, 0);
            assertIs(r, value(a).multiply(value(b)));
            assertWithin(r, Field.UNIT);
            Field.square(r, 0, a, 0);
            assertIs(r, value(a).multiply(value(a)));
            assertWithin(r, Field.UNIT);
        }
    }

    @Test
    void square_awkwardElements_isTheSquareWithinOneUnit() {
        long[] r = new long[Field.LIMBS];
        for (long[] a : Elements.awkward(cases)) {
            Field.square(r, 0, a, 0);
            assertIs(r, value(a).multiply(value(a)));
            assertWithin(r, Field.UNIT);
        }
    }

    @Test
    void square_severalTimes_isThePower() {
        long[] r = new long[Field.LIMBS];
        for (long[] a : Elements.awkward(cases)) {
            int times = 1 + cases.below(90);
            Field.square(r, 0, a, 0, times);
            assertIs(r, value(a).modPow(BigInteger.ONE.shiftLeft(times), Elements.P));
            assertWithin(r, Field.UNIT);
        }
    }

    @Test
    void operations_inPlaceAndAtOffsets_areTheSame() {
        for (long[] a : Elements.awkward(cases)) {
            for (long[] b : List.of(a, Elements.random(cases))) {
                long[] r = new long[20];
                System.arraycopy(a, 0, r, 3, Field.LIMBS);
                System.arraycopy(b, 0, r, 11, Field.LIMBS);
                Field.multiply(r, 3, r, 3, r, 11);
                assertThat(Elements.value(r, 3))
                        .isEqualTo(value(a).multiply(value(b)).mod(Elements.P));
                Field.copy(r, 3, a, 0);
                Field.multiply(r, 11, r, 3, r, 11);
                assertThat(Elements.value(r, 11))
                        .isEqualTo(value(a).multiply(value(b)).mod(Elements.P));
                Field.multiply(r, 3, r, 3, r, 3);
                assertThat(Elements.value(r, 3))
                        .isEqualTo(value(a).multiply(value(a)).mod(Elements.P));
                assertThat(r[2] | r[8] | r[10] | r[16]).isZero();
            }
        }
    }

    @Test
    void sums_awkwardElements_areRight() {
        long[] r = new long[Field.LIMBS];
        List<long[]> elements = Elements.awkward(cases);
        for (long[] a : elements) {
            long[] b = elements.get(cases.below(elements.size()));
            Field.subtract(r, 0, a, 0, b, 0);
            assertIs(r, value(a).subtract(value(b)));
            for (int factor : new int[] {-4, -2, -1, 1, 2, 6}) {
                Field.addScaled(r, 0, a, 0, b, 0, factor);
                assertIs(r, value(a).add(value(b).multiply(BigInteger.valueOf(factor))));
                Field.scale(r, 0, a, 0, factor);
                assertIs(r, value(a).multiply(BigInteger.valueOf(factor)));
            }
        }
    }

    @Test
    void reduce_limbsOfUpTo60Bits_isTheSameWithinOneUnit() {
        long[] r = new long[Field.LIMBS];
        for (long[] a : Elements.awkward(cases)) {
            for (int factor : new int[] {1, -1, 7, 63, -63}) {
                Field.scale(r, 0, a, 0, factor);
                Field.reduce(r, 0, r, 0);
                assertIs(r, value(a).multiply(BigInteger.valueOf(factor)));
                assertWithin(r, Field.UNIT);
            }
        }
    }

    @Test
    void normalize_anyForm_isTheOneForm() {
        long[] r = new long[Field.LIMBS];
        for (long[] a : Elements.awkward(cases)) {
            for (int factor : new int[] {1, -1, 7, 63, -63}) {
                Field.scale(r, 0, a, 0, factor);
                BigInteger expected =
                        value(a).multiply(BigInteger.valueOf(factor)).mod(Elements.P);
                assertThat(Field.isZero(r, 0)).isEqualTo(expected.signum() == 0);
                Field.normalize(r, 0, r, 0);
                assertThat(r).isEqualTo(Elements.limbs(expected));
                assertThat(Field.isOdd(r, 0)).isEqualTo(expected.testBit(0));
            }
        }
    }

    /** Zero has many forms: multiples of p, and differences of forms of one element. */
    @Test
    void isZero_differenceOfTwoFormsOfOneElement_holds() {
        long[] product = new long[Field.LIMBS];
        long[] normal = new long[Field.LIMBS];
        for (long[] a : Elements.awkward(cases)) {
            Field.multiply(product, 0, a, 0, Elements.random(cases), 0);
            Field.normalize(normal, 0, product, 0);
            Field.subtract(product, 0, product, 0, normal, 0);
            assertThat(Field.isZero(product, 0)).isTrue();
            product[cases.below(Field.LIMBS)]++;
            assertThat(Field.isZero(product, 0)).isFalse();
        }
        assertThat(Field.isZero(Elements.limbs(Elements.P), 0)).isTrue();
    }

    @Test
    void pack_normalizedElement_isTheNumberInWords() {
        long[] words = new long[6];
        long[] r = new long[Field.LIMBS];
        for (long[] a : Elements.awkward(cases)) {
            Field.normalize(r, 0, a, 0);
            Field.pack(words, 1, r, 0);
            BigInteger value = BigInteger.ZERO;
            for (int i = 4; i >= 1; i--) {
                value = value.shiftLeft(64).add(new BigInteger(Long.toUnsignedString(words[i])));
            }
            assertThat(value).isEqualTo(value(a));
            assertThat(words[0] | words[5]).isZero();
            Field.unpack(r, 0, words[1], words[2], words[3], words[4]);
            assertIs(r, value(a));
            assertWithin(r, 2 * Field.UNIT);
        }
    }

    private static BigInteger value(long[] a) {
        return Elements.value(a, 0);
    }

    private static void assertIs(long[] actual, BigInteger expected) {
        assertThat(value(actual)).isEqualTo(expected.mod(Elements.P));
    }

    private static void assertWithin(long[] limbs, long bound) {
        for (long limb : limbs) {
            assertThat(limb).isBetween(-bound, bound);
        }
    }
}
