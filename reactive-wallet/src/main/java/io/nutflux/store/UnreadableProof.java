package io.nutflux.store;

import io.nutflux.model.Amount;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.MintUrl;

/**
 * A proof of the wallet whose stored secret cannot be read, so that it cannot be spent: its row was edited, or its key is
 * missing.
 *
 * @param reason for a person; no secret
 */
public record UnreadableProof(
        CurvePoint Y, MintUrl mint, CurrencyUnit unit, Amount amount, StoredProof.State state, String reason) {}
