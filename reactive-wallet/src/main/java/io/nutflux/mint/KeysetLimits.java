package io.nutflux.mint;

/**
 * How much of one mint's keysets a {@link MintDirectory} lets in. Nothing that was let in is forgotten, since its proofs still
 * have to be spent; so without a bound a mint could fill the memory of all who know it. What is beyond is listed without
 * its keys, so that its proofs cannot be taken, and reported as {@code TOO_MANY_KEYSETS}.
 *
 * @param keysets most keysets of a mint with their keys, inactive ones included; honest mints have a few for each unit and year
 * @param keys most keys of all of them together
 * @param keysOfOne most keys of one; a denomination for each power of two makes 64
 */
public record KeysetLimits(int keysets, int keys, int keysOfOne) {

    public static final int DEFAULT_KEYSETS = 1_000;
    public static final int DEFAULT_KEYS = 100_000;
    public static final int DEFAULT_KEYS_OF_ONE = 1_000;

    private static final KeysetLimits DEFAULTS = new KeysetLimits(DEFAULT_KEYSETS, DEFAULT_KEYS, DEFAULT_KEYS_OF_ONE);

    public KeysetLimits {
        if (keysets < 1 || keys < 1 || keysOfOne < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }

    public static KeysetLimits defaults() {
        return DEFAULTS;
    }
}
