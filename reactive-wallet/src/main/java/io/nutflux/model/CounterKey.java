package io.nutflux.model;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * What of a keyset's id its outputs are derived from, beside the seed and a counter (NUT-13): for a version 1 id the index
 * {@code id mod (2^31 - 1)} in four bytes, big-endian, for any other id all of it.
 *
 * <p>Keysets that agree in it share their secrets, so they must share their counter too. For version 1 that is no matter of
 * chance: a mint can make up keys until its id agrees with another mint's.
 *
 * @param hex lower case
 */
public record CounterKey(String hex) {

    private static final BigInteger INDEXES = BigInteger.valueOf(Integer.MAX_VALUE);

    public CounterKey {
        hex = Hex.encode(Hex.decode(hex));
    }

    /** The key of the counter that outputs of {@code keyset} are derived with. */
    public static CounterKey of(KeysetId keyset) {
        return keyset.version() == 0 && keyset.toBytes().length == Long.BYTES
                ? new CounterKey(Hex.encode(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(new BigInteger(1, keyset.toBytes()).mod(INDEXES).intValueExact())
                        .array()))
                : new CounterKey(keyset.hex());
    }

    public byte[] toBytes() {
        return Hex.decode(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
