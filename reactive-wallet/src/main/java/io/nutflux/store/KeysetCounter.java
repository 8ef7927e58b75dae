package io.nutflux.store;

/**
 * Where the derivation counter of one mint's keyset stands (NUT-13).
 *
 * @param next what the next output gets
 * @param behind whether it lags behind what mints may have signed, so that it must not be used before the keyset was caught
 *     up
 */
public record KeysetCounter(long next, boolean behind) {}
