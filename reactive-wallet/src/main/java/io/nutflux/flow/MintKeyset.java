package io.nutflux.flow;

import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;

/** A keyset at one address: two mints may list the same id. */
record MintKeyset(MintUrl mint, KeysetId keyset) {}
