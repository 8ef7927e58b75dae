package io.nutflux.model;

/**
 * An output: what the mint is asked to sign (NUT-00).
 *
 * @param id full id of an active keyset
 * @param B_ {@code Y + rG}
 */
public record BlindedMessage(Amount amount, KeysetId id, CurvePoint B_) {}
