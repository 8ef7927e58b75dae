package io.nutflux.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Squares} against Euler's criterion. */
class SquaresTest {

    private static final BigInteger HALF = Elements.P.shiftRight(1);

    private final Cases cases = new Cases("squares");

    private static boolean isSquare(BigInteger value) {
        return Squares.isSquare(
                value.longValue(),
                value.shiftRight(64).longValue(),
                value.shiftRight(128).longValue(),
                value.shiftRight(192).longValue());
    }

    /** Of every length, with words of zeros and of ones in every place, small, and close below the prime. */
    private List<BigInteger> values() {
        List<BigInteger> values = new ArrayList<>();
        for (int bits = 0; bits <= 256; bits++) {
            BigInteger power = BigInteger.ONE.shiftLeft(bits);
            values.addAll(List.of(power, power.subtract(BigInteger.ONE), power.add(BigInteger.ONE)));
            values.add(new BigInteger(1, cases.bytes(32)).shiftRight(256 - bits));
            values.add(new BigInteger(1, cases.bytes(32)).shiftRight(bits).shiftLeft(bits));
        }
        for (int mask = 0; mask < 81; mask++) {
            BigInteger value = BigInteger.ZERO;
            for (int word = 0, left = mask; word < 4; word++, left /= 3) {
                byte[] bytes = left % 3 == 0 ? new byte[8] : cases.bytes(8);
                BigInteger one = left % 3 == 1
                        ? BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)
                        : new BigInteger(1, bytes);
                value = value.shiftLeft(64).add(one);
            }
            values.add(value);
        }
        for (int small = 0; small < 300; small++) {
            values.add(BigInteger.valueOf(small));
            values.add(Elements.P.subtract(BigInteger.valueOf(small)));
        }
        return values;
    }

    @Test
    void isSquare_anyNumber_agreesWithEuler() {
        List<BigInteger> values = values();
        int squares = 0;
        for (BigInteger value : values) {
            BigInteger reduced = value.mod(Elements.P);
            boolean square = reduced.modPow(HALF, Elements.P).equals(BigInteger.ONE);
            assertThat(isSquare(reduced)).as(reduced.toString(16)).isEqualTo(square);
            squares += square ? 1 : 0;
        }
        assertThat(squares).isBetween(values.size() / 3, values.size() * 2 / 3);
    }

    @Test
    void isSquare_ofSquares_isTrue_andOfTheirNegatives_false() {
        for (int i = 0; i < 500; i++) {
            BigInteger square = new BigInteger(1, cases.bytes(32)).modPow(BigInteger.TWO, Elements.P);
            assertThat(isSquare(square)).isTrue();
            // -1 is no square modulo a prime that is 3 modulo 4.
            assertThat(isSquare(Elements.P.subtract(square))).isFalse();
        }
    }
}
