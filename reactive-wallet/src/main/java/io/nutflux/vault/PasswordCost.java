package io.nutflux.vault;

/**
 * What one guess at a password costs: parameters of Argon2id (RFC 9106, section 3.1).
 *
 * @param memoryKib KiB of heap for the time of a derivation, at least 8 for each lane
 * @param iterations passes over that memory
 * @param lanes how many threads a guesser may use; the library itself uses one
 */
public record PasswordCost(int memoryKib, int iterations, int lanes) {

    /** The second recommendation of RFC 9106, section 4: 64 MiB, 3 iterations, 4 lanes; some tenths of a second. */
    public static final PasswordCost DEFAULT = new PasswordCost(64 * 1024, 3, 4);

    private static final int MAX_MEMORY_KIB = 4 * 1024 * 1024;
    private static final int MAX_ITERATIONS = 1_000;
    private static final int MAX_LANES = 64;
    private static final int LEEWAY = 4;

    public PasswordCost {
        if (lanes < 1
                || lanes > MAX_LANES
                || iterations < 1
                || iterations > MAX_ITERATIONS
                || memoryKib < 8 * lanes
                || memoryKib > MAX_MEMORY_KIB) {
            throw new IllegalArgumentException("Argon2id takes 1 to " + MAX_LANES + " lanes, 1 to " + MAX_ITERATIONS
                    + " iterations, and from 8 KiB a lane to " + MAX_MEMORY_KIB + " KiB of memory");
        }
    }

    /** Whether no parameter is below {@code other}'s. */
    boolean isAtLeast(PasswordCost other) {
        return memoryKib >= other.memoryKib && iterations >= other.iterations && lanes >= other.lanes;
    }

    /**
     * Whether a provider of this cost derives a key at the cost that is stored beside it. Whoever edits a row must not be
     * able to make the process work for hours or run out of memory.
     */
    boolean allows(PasswordCost stored) {
        return stored.memoryKib <= LEEWAY * (long) Math.max(memoryKib, DEFAULT.memoryKib)
                && stored.iterations <= LEEWAY * Math.max(iterations, DEFAULT.iterations)
                && stored.lanes <= LEEWAY * Math.max(lanes, DEFAULT.lanes);
    }

    @Override
    public String toString() {
        return "m=" + memoryKib + ",t=" + iterations + ",p=" + lanes;
    }
}
