package io.nutflux.event;

import io.nutflux.error.MintMisbehavedException;
import io.nutflux.model.Amount;
import io.nutflux.model.BackgroundJob;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Obstacle;
import io.nutflux.model.OperationId;
import io.nutflux.model.RedeemResult;
import java.time.Duration;
import java.time.Instant;

/** Something that happened in a wallet. */
public sealed interface WalletEvent {

    /** The wallet is open; tells which source of randomness it uses. */
    record Started(String randomness) implements WalletEvent {}

    /** A token has its outcome; also for tokens whose first answer was {@code Pending}. */
    record TokenDecided(RedeemResult result) implements WalletEvent {}

    /** A token was stored in the inbox by this process and will be redeemed. */
    record TokenAccepted(String key, MintUrl mint) implements WalletEvent {}

    /**
     * A token of the inbox has its final result, and its entry is finished: told once, by the process whose worker
     * finished it. Comes after {@link TokenDecided} where there is one.
     */
    record InboxDecided(RedeemResult result) implements WalletEvent {}

    /** An operation's request is about to leave. */
    record OperationSent(OperationId operation, MintUrl mint) implements WalletEvent {}

    /** An operation's outcome is unknown for now; recovery works on it. */
    record OperationUnknown(OperationId operation, MintUrl mint, String why) implements WalletEvent {}

    /**
     * An operation does not come to its end, and a person should look; said once for each operation and reason. What each
     * reason means and what to do is in {@code docs/recovery.md}. Recovery goes on trying.
     *
     * @param since when the reason was first met
     */
    record OperationStuck(OperationId operation, MintUrl mint, Obstacle.Reason reason, Instant since, String why)
            implements WalletEvent {}

    /** Value arrived. */
    record OperationSettled(OperationId operation, MintUrl mint, CurrencyUnit unit, Amount amount, Amount fee)
            implements WalletEvent {}

    /** An operation ended without effect at the mint. */
    record OperationReleased(OperationId operation, MintUrl mint, int successors) implements WalletEvent {}

    /** A mint answered what an honest one does not. A person should look. */
    record MintMisbehaved(MintUrl mint, MintMisbehavedException.Kind kind, String detail) implements WalletEvent {}

    /**
     * Something that the wallet does by itself failed as nobody expected, and is begun again after {@code pause}. Once may be
     * chance; a person should look if it comes again.
     */
    record BackgroundFailed(BackgroundJob job, String why, Duration pause) implements WalletEvent {}

    /** This subscriber was too slow and lost so many events. */
    record Lagged(long events) implements WalletEvent {}
}
