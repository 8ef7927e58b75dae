package io.nutflux.store;

/**
 * Where the derivation counter of one mint's keyset stands (NUT-13).
 *
 * @param next what the next output gets
 * @param from the counter from which on the mint may have signed outputs that the store does not know of, so that looking
 *     through begins there: before {@code next} where another keyset, or this one at another mint, moves the same counter
 * @param behind whether it lags behind what mints may have signed, so that it must not be used before the keyset was caught
 *     up
 */
public record KeysetCounter(long next, long from, boolean behind) {

    /** One that does not lag behind. */
    public static KeysetCounter upToDate(long next) {
        return new KeysetCounter(next, next, false);
    }
}
