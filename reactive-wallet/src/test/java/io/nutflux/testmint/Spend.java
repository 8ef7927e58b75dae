package io.nutflux.testmint;

import org.jspecify.annotations.Nullable;

/** A verified input: what the ledger has to remember of it. */
record Spend(String Y, long amount, @Nullable String witness) {}
