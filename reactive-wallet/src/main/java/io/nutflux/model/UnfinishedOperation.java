package io.nutflux.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operation whose outcome is not known yet, or that has not been sent yet.
 *
 * @param kind what it is for
 * @param sent whether its request may have reached the mint
 * @param amount the face value at stake
 * @param since when it was begun
 * @param obstacle what kept it from its end when it was last tried; {@code null} if it was not, or nothing is known to
 */
public record UnfinishedOperation(
        OperationId operation,
        OperationKind kind,
        boolean sent,
        MintUrl mint,
        CurrencyUnit unit,
        Amount amount,
        Instant since,
        @Nullable Obstacle obstacle) {}
