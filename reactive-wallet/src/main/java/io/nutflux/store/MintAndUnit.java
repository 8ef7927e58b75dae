package io.nutflux.store;

import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;

/** What sums are grouped by: amounts of other mints or units never mix. */
record MintAndUnit(MintUrl mint, CurrencyUnit unit) {}
