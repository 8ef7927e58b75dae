package io.nutflux.model;

import java.math.BigInteger;

/**
 * An amount of a unit's minor parts: an unsigned 64-bit integer (NUT-00).
 *
 * <p>Denominations reach 2^63, one past a signed {@code long}, so every comparison and every sum here is unsigned, and
 * sums are checked. An amount carries no unit; the keyset of a proof does.
 *
 * @param bits the value's 64 bits; read as unsigned
 */
public record Amount(long bits) implements Comparable<Amount> {

    public static final Amount ZERO = new Amount(0);
    public static final Amount MAX = new Amount(-1L);

    /**
     * The amount of a non-negative {@code long}.
     *
     * @throws IllegalArgumentException if {@code value} is negative; use the constructor for raw unsigned bits
     */
    public static Amount of(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("amount is negative");
        }
        return new Amount(value);
    }

    /**
     * Reads decimal digits: no sign, no leading zero (except {@code "0"} itself), no fraction, at most 2^64 - 1.
     *
     * @throws IllegalArgumentException if {@code text} is not of that form
     */
    public static Amount parse(String text) {
        int length = text.length();
        if (length == 0 || length > 20 || (length > 1 && text.charAt(0) == '0')) {
            throw new IllegalArgumentException("not an unsigned 64-bit decimal");
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new IllegalArgumentException("not an unsigned 64-bit decimal");
            }
        }
        try {
            return new Amount(Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("above the largest unsigned 64-bit integer", e);
        }
    }

    /** The sum of all; zero for none. Throws {@link ArithmeticException} past 2^64 - 1. */
    public static Amount sum(Iterable<Amount> amounts) {
        Amount total = ZERO;
        for (Amount amount : amounts) {
            total = total.plus(amount);
        }
        return total;
    }

    /**
     * The checked sum.
     *
     * @throws ArithmeticException if the sum exceeds 2^64 - 1
     */
    public Amount plus(Amount other) {
        long sum = bits + other.bits;
        if (Long.compareUnsigned(sum, bits) < 0) {
            throw new ArithmeticException("amount overflows 64 bits");
        }
        return new Amount(sum);
    }

    /**
     * The checked difference.
     *
     * @throws ArithmeticException if {@code other} is larger than this
     */
    public Amount minus(Amount other) {
        if (Long.compareUnsigned(other.bits, bits) > 0) {
            throw new ArithmeticException("amount would be negative");
        }
        return new Amount(bits - other.bits);
    }

    public boolean isZero() {
        return bits == 0;
    }

    public boolean isGreaterThan(Amount other) {
        return compareTo(other) > 0;
    }

    public boolean isLessThan(Amount other) {
        return compareTo(other) < 0;
    }

    /** The value as a non-negative big integer. */
    public BigInteger toBigInteger() {
        return new BigInteger(toString());
    }

    /**
     * The value as a signed {@code long}.
     *
     * @throws ArithmeticException if it is 2^63 or more
     */
    public long toLongExact() {
        if (bits < 0) {
            throw new ArithmeticException("amount exceeds a signed long");
        }
        return bits;
    }

    @Override
    public int compareTo(Amount other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    /** The value in unsigned decimal. */
    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
