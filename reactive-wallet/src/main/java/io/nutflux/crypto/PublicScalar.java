package io.nutflux.crypto;

import io.nutflux.model.Scalar;
import java.math.BigInteger;

/**
 * A scalar modulo the group's order that everybody may know, in the forms that fast multiplication wants. What is done
 * with it takes a time that depends on it.
 */
final class PublicScalar {

    private final BigInteger value;
    private final long[] words = new long[4];

    /** The scalar's value modulo the order. */
    PublicScalar(Scalar scalar) {
        BigInteger number = Secp256k1.integer(scalar);
        this.value = number.compareTo(Secp256k1.N) < 0 ? number : number.subtract(Secp256k1.N);
        for (int i = 0; i < words.length; i++) {
            words[i] = value.shiftRight(Long.SIZE * i).longValue();
        }
    }

    /** From 0 to n - 1. */
    BigInteger value() {
        return value;
    }

    /** The {@code count} bits, at most 31, from bit {@code from} up; zero beyond the 256th. */
    int bits(int from, int count) {
        int word = from / Long.SIZE;
        int shift = from % Long.SIZE;
        long bits = word < words.length ? words[word] >>> shift : 0;
        if (shift > Long.SIZE - count && word + 1 < words.length) {
            bits |= words[word + 1] << (Long.SIZE - shift);
        }
        return (int) bits & ((1 << count) - 1);
    }
}
