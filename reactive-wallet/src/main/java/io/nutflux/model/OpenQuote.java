package io.nutflux.model;

/**
 * A quote that may still give money.
 *
 * @param mint who gave it
 * @param quote as it was when its mint was last asked
 */
public record OpenQuote(MintUrl mint, MintQuote quote) {}
