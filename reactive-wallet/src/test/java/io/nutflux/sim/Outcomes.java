package io.nutflux.sim;

import io.nutflux.model.RedeemResult;

/** When two results say the same. */
final class Outcomes {

    private Outcomes() {}

    /**
     * Whether a caller who was told {@code earlier} may be told {@code later} when he asks again: after money received
     * under this key nothing else, but to wait; after any other final word no other final one.
     */
    static boolean mayFollow(RedeemResult earlier, RedeemResult later) {
        boolean bound = earlier instanceof RedeemResult.Redeemed
                ? !(later instanceof RedeemResult.Pending)
                : isFinal(earlier) && isFinal(later);
        return !bound || same(earlier, later);
    }

    /** Whether it is a word to rely on: money received, spent or false. */
    static boolean isFinal(RedeemResult result) {
        return result instanceof RedeemResult.Redeemed
                || result instanceof RedeemResult.AlreadySpent
                || result instanceof RedeemResult.Invalid
                || (result instanceof RedeemResult.Duplicate duplicate && isFinal(duplicate.first()));
    }

    /** Whether asking again may give another. */
    static boolean isForNow(RedeemResult result) {
        return result instanceof RedeemResult.Pending
                || result instanceof RedeemResult.Waiting
                || (result instanceof RedeemResult.Refused refused && refused.retryable())
                || (result instanceof RedeemResult.Duplicate duplicate && isForNow(duplicate.first()));
    }

    /**
     * Equal, but for whether it was said before, and for what is judged afresh each time: a token found spent or false
     * before anything is recorded is so under each of its keys, and which of them came first is nowhere kept.
     */
    static boolean same(RedeemResult a, RedeemResult b) {
        return essence(a).equals(essence(b));
    }

    private static String essence(RedeemResult result) {
        if (result instanceof RedeemResult.Redeemed redeemed) {
            return "redeemed by " + redeemed.operation() + " under " + redeemed.key() + " for " + redeemed.amount()
                    + " less " + redeemed.fee();
        }
        if (result instanceof RedeemResult.Duplicate duplicate) {
            return essence(duplicate.first());
        }
        if (result instanceof RedeemResult.Invalid invalid) {
            return "invalid, " + invalid.reason();
        }
        return result instanceof RedeemResult.Refused refused
                ? "refused, " + refused.reason()
                : result.getClass().getSimpleName();
    }
}
