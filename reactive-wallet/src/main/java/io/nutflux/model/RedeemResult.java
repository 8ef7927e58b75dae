package io.nutflux.model;

/**
 * What became of one {@link RedeemRequest}: exactly one for each.
 *
 * <p>{@link Redeemed} is final and stored: the same key, or the same token under another key, gives it again. So is an
 * {@link AlreadySpent} or {@link Invalid} that ended an operation for good. What was found out before anything was recorded
 * changes nothing and is judged afresh each time: a {@link Refused}, an {@link Invalid} of a token nobody can read, and an
 * {@link AlreadySpent} that the mint tells before the swap. {@link Pending} becomes a final one by itself, and so does
 * {@link Waiting}. Of a token that came through the inbox every final result is stored, under its own key.
 */
public sealed interface RedeemResult {

    /** The caller's key, as in the request. */
    String key();

    /**
     * The money is in the wallet.
     *
     * <p>Credit by the key: book it once under the order's number, whether {@code replayed} or not. A service that died
     * after redeeming and before booking gets the outcome with {@code replayed} set.
     *
     * @param amount what the wallet gained, after the mint's fee
     * @param fee this token's share of the mint's fee for the swap; {@code amount + fee} is the token's face value
     * @param replayed whether this tells of an earlier redemption under the same key: nothing is gained by this call.
     *     It says nothing of whether anybody was ever told before
     */
    record Redeemed(
            String key,
            MintUrl mint,
            CurrencyUnit unit,
            Amount amount,
            Amount fee,
            OperationId operation,
            boolean replayed)
            implements RedeemResult {}

    /** The mint says that a proof of the token is spent, and not by this wallet. Nothing of it was taken. */
    record AlreadySpent(String key, MintUrl mint, CurrencyUnit unit, Amount value) implements RedeemResult {}

    /**
     * The token is no money: malformed, false, or rejected by its mint.
     *
     * @param detail words for people; may quote the mint, so untrusted; never holds a secret
     */
    record Invalid(String key, InvalidReason reason, String detail) implements RedeemResult {}

    /**
     * The wallet declined; the token is as it was, and the sender's to use.
     *
     * @param retryable whether the same token may well be accepted later without anyone changing anything
     */
    record Refused(String key, RefusalReason reason, String detail, boolean retryable) implements RedeemResult {}

    /**
     * The request reached the mint, or may have, and the answer is not known yet. Recovery settles it; an event and the
     * same key tell the outcome then.
     */
    record Pending(String key, MintUrl mint, CurrencyUnit unit, Amount value, OperationId operation)
            implements RedeemResult {}

    /** The token is stored in the inbox, and no swap of it is under way. Workers redeem it. */
    record Waiting(String key) implements RedeemResult {}

    /**
     * The same token came before under another key. Never credit it: its money, if any, belongs to the key in {@code
     * first}.
     *
     * @param first what became of it under that key
     */
    record Duplicate(String key, RedeemResult first) implements RedeemResult {}

    /** Why a token is no money. */
    enum InvalidReason {
        NOT_A_TOKEN,
        UNSUPPORTED_VERSION,
        MALFORMED,
        LIMIT_EXCEEDED,
        DUPLICATE_PROOF,
        INVALID_AMOUNT,
        UNKNOWN_DENOMINATION,
        UNKNOWN_KEYSET,
        AMBIGUOUS_KEYSET,
        UNIT_MISMATCH,
        BAD_DLEQ,
        REJECTED_BY_MINT
    }

    /** Why the wallet declined a token. */
    enum RefusalReason {
        MINT_NOT_ALLOWED,
        INSECURE_MINT_URL,
        UNIT_NOT_ALLOWED,
        TOO_MANY_PROOFS,
        VALUE_TOO_HIGH,
        DLEQ_MISSING,
        SEVERAL_MINTS,
        LOCKED,
        DUST,
        KEY_REUSED,
        SHARES_PROOFS,
        PENDING_ELSEWHERE,
        MINT_UNREACHABLE,
        MINT_UNSUPPORTED,
        OVERLOADED,
        SHUTTING_DOWN
    }
}
