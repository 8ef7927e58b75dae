package io.nutflux.flow;

/**
 * How keysets are looked through for what the seed owns there (protocol 13.11).
 *
 * @param batch outputs of one question to the mint, 1 to 1,000
 * @param emptyBatches after how many batches in a row without a signature a keyset is at its end; counters that were taken
 *     and never signed make gaps, so that fewer may miss something. NUT-13 says three; the default is more, since a gap may be
 *     others' work: each swap of false tokens takes counters, and is signed by nobody. Counted anew from the store's own
 *     counter on, which no gap before it hides
 * @param maxAhead how many counters past the one that the store has, a mint's signatures are looked through in one go, 1 or
 *     more: a mint that signs whatever it is asked for would be listened to for ever. A look that comes so far ends with {@link
 *     io.nutflux.error.MintMisbehavedException.Kind#RESTORES_WITHOUT_END}; what was found is stored, and the next one comes as
 *     much further
 */
public record RestoreOptions(int batch, int emptyBatches, long maxAhead) {

    public static final int DEFAULT_BATCH = 100;
    public static final int DEFAULT_EMPTY_BATCHES = 10;
    public static final long DEFAULT_MAX_AHEAD = 1_000_000;

    private static final int LARGEST_BATCH = 1_000;

    public static RestoreOptions defaults() {
        return new RestoreOptions(DEFAULT_BATCH, DEFAULT_EMPTY_BATCHES);
    }

    /** With the default of {@code maxAhead}. */
    public RestoreOptions(int batch, int emptyBatches) {
        this(batch, emptyBatches, DEFAULT_MAX_AHEAD);
    }

    public RestoreOptions {
        if (batch < 1 || batch > LARGEST_BATCH) {
            throw new IllegalArgumentException("a batch has 1 to " + LARGEST_BATCH + " outputs, not " + batch);
        }
        if (emptyBatches < 1) {
            throw new IllegalArgumentException("at least one batch has to be empty, not " + emptyBatches);
        }
        if (maxAhead < 1) {
            throw new IllegalArgumentException("at least one counter is looked through, not " + maxAhead);
        }
    }
}
