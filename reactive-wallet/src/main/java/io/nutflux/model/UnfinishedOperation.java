package io.nutflux.model;

import java.time.Instant;

/**
 * An operation whose outcome is not known yet, or that has not been sent yet.
 *
 * @param kind {@code REDEEM}, {@code MINT} or {@code SEND}
 * @param sent whether its request may have reached the mint
 * @param amount the face value at stake
 */
public record UnfinishedOperation(
        OperationId operation,
        String kind,
        boolean sent,
        MintUrl mint,
        CurrencyUnit unit,
        Amount amount,
        Instant since) {}
