package io.nutflux.model;

import org.jspecify.annotations.Nullable;

/**
 * A promise: the mint's signature on a blinded message (NUT-00).
 *
 * @param C_ {@code kB_}
 * @param dleq without {@code r}; absent where the mint does not support NUT-12
 */
public record BlindSignature(
        Amount amount, KeysetId id, CurvePoint C_, @Nullable DleqProof dleq) {}
