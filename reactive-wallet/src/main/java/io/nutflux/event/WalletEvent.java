package io.nutflux.event;

import io.nutflux.error.MintMisbehavedException;
import io.nutflux.model.Amount;
import io.nutflux.model.BackgroundJob;
import io.nutflux.model.CurrencyUnit;
import io.nutflux.model.KeysetId;
import io.nutflux.model.MintUrl;
import io.nutflux.model.Obstacle;
import io.nutflux.model.OperationId;
import io.nutflux.model.OperationKind;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RestoreProgress;
import java.time.Duration;
import java.time.Instant;

/** Something that happened in a wallet. */
public sealed interface WalletEvent {

    /** The wallet is open; tells which source of randomness it uses. */
    record Started(String randomness) implements WalletEvent {}

    /**
     * The outcome of a token that reached its mint, also of one whose first answer was {@code Pending}. What is refused or
     * invalid before that is told to the caller only.
     */
    record TokenDecided(RedeemResult result) implements WalletEvent {}

    /** A token was stored in the inbox by this process and will be redeemed. */
    record TokenAccepted(String key, MintUrl mint) implements WalletEvent {}

    /**
     * A token of the inbox has its final result, and its entry is finished: told once, by the process whose worker
     * finished it. Comes after {@link TokenDecided} where there is one.
     */
    record InboxDecided(RedeemResult result) implements WalletEvent {}

    /** An operation's request is about to leave. */
    record OperationSent(OperationId operation, OperationKind kind, MintUrl mint) implements WalletEvent {}

    /** An operation's outcome is unknown for now; recovery works on it. */
    record OperationUnknown(OperationId operation, OperationKind kind, MintUrl mint, String why)
            implements WalletEvent {}

    /**
     * An operation does not come to its end, and a person should look; said once for each operation and reason. What each
     * reason means and what to do is in {@code docs/recovery.md}. Recovery goes on trying.
     *
     * @param since when the reason was first met
     */
    record OperationStuck(
            OperationId operation, OperationKind kind, MintUrl mint, Obstacle.Reason reason, Instant since, String why)
            implements WalletEvent {}

    /**
     * Proofs that the mint signed were stored. Of a redemption or a mint all of them are new value; of a send they stand for
     * what was swapped, and less its fee, for the token and the change.
     *
     * @param amount what the stored proofs add up to
     * @param handedOut the part of {@code amount} that the token of a send is made of; otherwise zero, also for a send whose
     *     caller is gone, which stays in the wallet
     * @param fee what the mint took
     */
    record OperationSettled(
            OperationId operation,
            OperationKind kind,
            MintUrl mint,
            CurrencyUnit unit,
            Amount amount,
            Amount handedOut,
            Amount fee)
            implements WalletEvent {}

    /** An operation ended without effect at the mint. */
    record OperationReleased(OperationId operation, OperationKind kind, MintUrl mint, int successors)
            implements WalletEvent {}

    /**
     * A keyset was looked through to its end for what the seed owns there: when it was asked for, or because the wallet was
     * loaded from a backup.
     */
    record KeysetRestored(RestoreProgress result) implements WalletEvent {}

    /**
     * A keyset cannot be caught up after the wallet was loaded from a backup, and a person should look: its mint answers, and
     * for the second time not with what it signed. Said once in a process, unless it is caught up in between. The keyset
     * gives no counters until it is; its proofs that the mint calls unspent can be sent. It is tried on, less and less often.
     * What to do is in {@code docs/recovery.md}.
     *
     * @param since when it first refused to
     */
    record KeysetStuck(MintUrl mint, KeysetId keyset, Instant since, String why) implements WalletEvent {}

    /**
     * The mint signed for an operation after it had ended without effect: a request was on its way for longer than the wallet
     * could wait, or the mint said what was not so. The signatures are not stored; restoring from the seed finds them (NUT-09).
     *
     * @param amount what was signed
     */
    record SignedAfterRelease(OperationId operation, OperationKind kind, MintUrl mint, CurrencyUnit unit, Amount amount)
            implements WalletEvent {}

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
