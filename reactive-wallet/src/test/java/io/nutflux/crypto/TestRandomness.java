package io.nutflux.crypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Repeatable bytes, SHA-256 of a seed and a counter, for tests that hand it over explicitly. Thread-safe. */
public final class TestRandomness implements Randomness {

    private final byte[] seed;
    private long counter;

    private TestRandomness(String seed) {
        this.seed = seed.getBytes(StandardCharsets.UTF_8);
    }

    /** A source whose bytes follow from {@code seed} alone. */
    public static TestRandomness seeded(String seed) {
        return new TestRandomness(seed);
    }

    @Override
    public synchronized void fill(byte[] bytes) {
        int filled = 0;
        while (filled < bytes.length) {
            byte[] block = Hashing.sha256()
                    .digest(ByteBuffer.allocate(Long.BYTES + seed.length)
                            .putLong(counter++)
                            .put(seed)
                            .array());
            int used = Math.min(block.length, bytes.length - filled);
            System.arraycopy(block, 0, bytes, filled, used);
            filled += used;
        }
    }

    /** The next {@code length} bytes. */
    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        fill(bytes);
        return bytes;
    }

    /** The next number from 0 to {@code bound - 1}. */
    public int below(int bound) {
        return new BigInteger(1, bytes(8)).mod(BigInteger.valueOf(bound)).intValue();
    }

    @Override
    public String describe() {
        return "deterministic, for tests";
    }
}
