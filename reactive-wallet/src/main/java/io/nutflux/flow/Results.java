package io.nutflux.flow;

import io.nutflux.error.LimitExceededException;
import io.nutflux.error.MintException;
import io.nutflux.error.MintRejectedException;
import io.nutflux.error.MintUnavailableException;
import io.nutflux.error.TokenException;
import io.nutflux.model.RedeemResult;
import io.nutflux.model.RedeemResult.InvalidReason;
import io.nutflux.model.RedeemResult.RefusalReason;

/** Results that several steps give, so that each is worded once. */
final class Results {

    private Results() {}

    /** The outcome of an earlier redemption under the same key, marked as such. */
    static RedeemResult replayed(RedeemResult first) {
        return first instanceof RedeemResult.Redeemed redeemed
                ? new RedeemResult.Redeemed(
                        redeemed.key(),
                        redeemed.mint(),
                        redeemed.unit(),
                        redeemed.amount(),
                        redeemed.fee(),
                        redeemed.operation(),
                        true)
                : first;
    }

    /**
     * What a token gets under {@code key} whose result under another key is {@code other}: its own first outcome, if
     * {@code other} is a duplicate of that; else it is the duplicate.
     */
    static RedeemResult ofSameToken(String key, RedeemResult other) {
        RedeemResult first = other instanceof RedeemResult.Duplicate duplicate ? duplicate.first() : other;
        return first.key().equals(key) ? replayed(first) : new RedeemResult.Duplicate(key, first);
    }

    static RedeemResult keyReused(String key) {
        return new RedeemResult.Refused(
                key, RefusalReason.KEY_REUSED, "another token was presented under this key before", false);
    }

    /** The wallet takes no more tokens: this one is as it was. */
    static RedeemResult shuttingDown(String key) {
        return new RedeemResult.Refused(key, RefusalReason.SHUTTING_DOWN, "the wallet is closing", true);
    }

    static RedeemResult sharesProofs(String key) {
        return new RedeemResult.Refused(
                key,
                RefusalReason.SHARES_PROOFS,
                "a proof of it belongs to another token that was redeemed, is being redeemed or waits for it",
                false);
    }

    /**
     * A mint that could not be asked, or did not tell, before anything was recorded: the token is as it was. Whatever it said,
     * none of it is about the token, so all of it may pass.
     */
    static RedeemResult mintFailed(String key, MintException e) {
        return new RedeemResult.Refused(
                key,
                e instanceof MintUnavailableException ? RefusalReason.MINT_UNREACHABLE : RefusalReason.MINT_UNSUPPORTED,
                String.valueOf(e.getMessage()),
                true);
    }

    /**
     * A swap that cannot be planned, before anything was sent or after it was given back: the token is as it was. A mint
     * that is away comes back, and one that has no keyset to sign with gets one; what a token is worth stays as it is.
     */
    static RedeemResult impossible(String key, SwapPlanner.Plan.Impossible why) {
        boolean passes =
                why.reason() == RefusalReason.MINT_UNREACHABLE || why.reason() == RefusalReason.MINT_UNSUPPORTED;
        return new RedeemResult.Refused(key, why.reason(), why.detail(), passes);
    }

    /** A refusal in the mint's words, with its code. */
    static String words(MintRejectedException refusal) {
        return refusal.detail() + (refusal.code() == null ? "" : " (code " + refusal.code() + ")");
    }

    static RedeemResult unreadable(String key, TokenException e) {
        InvalidReason reason = switch (e.reason()) {
            case NOT_A_TOKEN -> InvalidReason.NOT_A_TOKEN;
            case UNSUPPORTED_VERSION -> InvalidReason.UNSUPPORTED_VERSION;
            case MALFORMED -> InvalidReason.MALFORMED;
            case INVALID_AMOUNT -> InvalidReason.INVALID_AMOUNT;
        };
        return new RedeemResult.Invalid(key, reason, String.valueOf(e.getMessage()));
    }

    static RedeemResult tooLarge(String key, LimitExceededException e) {
        return new RedeemResult.Invalid(key, InvalidReason.LIMIT_EXCEEDED, String.valueOf(e.getMessage()));
    }
}
