package io.nutflux.store;

import io.nutflux.model.MintQuote;
import io.nutflux.model.MintUrl;

/** A mint quote and the mint that gave it. */
public record StoredQuote(MintUrl mint, MintQuote quote) {}
