package io.nutflux.sim;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Results of curve arithmetic, for all runs of a JVM. All runs have the same seed of the wallet and the same keys of the
 * mint, so the same outputs come again and again, and only the first run computes them: it is real cryptography all the
 * same. Public, since runs of mutated code share it from class loaders of their own.
 */
public final class Memo {

    private static final Map<ByteBuffer, byte[]> RESULTS = new ConcurrentHashMap<>();

    private Memo() {}

    /** The result of {@code operation} on {@code parts}, from earlier or now. */
    public static byte[] of(char operation, Supplier<byte[]> computation, byte[]... parts) {
        int length = Character.BYTES;
        for (byte[] part : parts) {
            length += Integer.BYTES + part.length;
        }
        ByteBuffer key = ByteBuffer.allocate(length).putChar(operation);
        for (byte[] part : parts) {
            key.putInt(part.length).put(part);
        }
        return RESULTS.computeIfAbsent(key.flip(), any -> computation.get());
    }
}
